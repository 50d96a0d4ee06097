/** Where the engine of the lakehouse finds the error type; everything else imports it from the kit. */
export { StandInError, type StandInErrorCode } from '../kit/stand-in-error';
