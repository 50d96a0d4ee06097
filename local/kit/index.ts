export {
  type ArmId,
  type ArmResource,
  armDefaults,
  badRequest,
  malformedPart,
  parseArmBody,
  readArmPath,
  routeArm,
  unsupportedApiVersion,
} from './arm';
export { APP_OBJECT_ID, issueToken, requireToken, type TokenClaims, verifyToken } from './bearer-token';
export { readBody } from './body';
export { type Certificates, certificateFiles, prepareCertificates, type TlsFiles } from './certificates';
export { describeProcess, isAlive, lockDirectory } from './directory-lock';
export { answerFaults, FAULTS_PATH, type FaultSwitches, toFaultSwitches } from './fault-endpoint';
export { type CommonFault, failFault, Faults, type FaultTarget, loseReplyFault } from './faults';
export { hasCode, readIfThere, replaceFile, syncDirectory } from './files';
export { addressFlags, flag, httpAddressFlags, optionalTokenKeyFlag, tlsFlag, tokenKeyFlag } from './flags';
export { type HttpReply, sendReply } from './http-reply';
export { type HttpServer, listen, listenHttp } from './http-server';
export {
  isJsonObject,
  type Json,
  type JsonObject,
  numberText,
  parseExactJson,
  parseJson,
  writeExactJson,
} from './json';
export { type PageCall, pageReply, requireLoopback, supportPage } from './page';
export { Refusal, type RefusalOptions, toNestedError } from './refusal';
export { type AllowedHosts, readHostName, RequestGuard } from './request-guard';
export {
  type Call,
  type Operation,
  type RawRequest,
  readRestRequest,
  type RestApi,
  type RestRequest,
  type RoutedOperation,
} from './rest-api';
export { startRest } from './rest-server';
export { runService } from './run-service';
export { runsPage, type ShownRun, type ShownStep, type ShownTimes, type Tone } from './runs-page';
export { type FoundRoute, Router } from './router';
export { defineService, type Running, type Service } from './service';
export { StandInError, type StandInErrorCode } from './stand-in-error';
export { type ServiceSupport, type SupportRow, webPagesRow } from './support';
