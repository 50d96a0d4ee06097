/** Names that a sender made up are shown in messages only when they look like names; they could hold anything. */
export const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
