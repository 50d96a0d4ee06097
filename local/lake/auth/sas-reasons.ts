/** Refusals of shared access signatures and tokens, in the form of those of `LakeRefusal`. Codes are those of "SAS error codes". */
export const SAS_REASONS = {
  authorization_failed: [
    403,
    'AuthorizationFailure',
    'AuthorizationFailure',
    'This request is not authorized to perform this operation.',
  ],
  sas_overwrite: [
    403,
    'UnauthorizedBlobOverwrite',
    'UnauthorizedBlobOverwrite',
    'This request is not authorized to perform blob overwrites.',
  ],
  sas_permission: [
    403,
    'AuthorizationPermissionMismatch',
    'AuthorizationPermissionMismatch',
    'This request is not authorized to perform this operation using this permission.',
  ],
  sas_protocol: [
    403,
    'AuthorizationProtocolMismatch',
    'AuthorizationProtocolMismatch',
    'This request is not authorized to perform this operation using this protocol.',
  ],
  sas_resource_type: [
    403,
    'AuthorizationResourceTypeMismatch',
    'AuthorizationResourceTypeMismatch',
    'This request is not authorized to perform this operation using this resource type.',
  ],
  sas_service: [
    403,
    'AuthorizationServiceMismatch',
    'AuthorizationServiceMismatch',
    'This request is not authorized to perform this operation using this service.',
  ],
  sas_source_ip: [
    403,
    'AuthorizationSourceIPMismatch',
    'AuthorizationSourceIPMismatch',
    'This request is not authorized to perform this operation using this source IP',
  ],
  source_forbidden: [
    403,
    'CannotVerifyCopySource',
    'CannotVerifyCopySource',
    'The signature of the copy source is not valid, or does not allow to read it.',
  ],
  token_invalid: [
    401,
    'InvalidAuthenticationInfo',
    'InvalidAuthenticationInfo',
    'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.',
  ],
} as const satisfies Record<string, readonly [number, string, string, string]>;
