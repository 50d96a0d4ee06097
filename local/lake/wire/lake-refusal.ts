import { Refusal, type RefusalOptions } from '../../kit';
import { SAS_REASONS } from '../auth/sas-reasons';

/**
 * Reasons of refusals: status, error code on the Blob endpoint, error code on the DFS endpoint, message.
 * Codes are those of "Blob service error codes", "Common REST API error codes" and "Azure Data Lake Storage
 * REST API error codes".
 */
const REASONS = {
  ...SAS_REASONS,
  account_unknown: [400, 'InvalidUri', 'InvalidUri', 'The path of the URL must begin with the account.'],
  authentication_failed: [
    403,
    'AuthenticationFailed',
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  ],
  authentication_missing: [
    401,
    'NoAuthenticationInformation',
    'NoAuthenticationInformation',
    'Server failed to authenticate the request. The lake accepts SharedKey signatures and shared access signatures.',
  ],
  append_position_not_met: [
    412,
    'AppendPositionConditionNotMet',
    'AppendPositionConditionNotMet',
    'The append position condition specified was not met.',
  ],
  batch_invalid: [400, 'InvalidInput', 'InvalidInput', 'The batch is not valid.'],
  blob_is_sealed: [
    409,
    'BlobIsSealed',
    'BlobIsSealed',
    "The specified blob is sealed and its contents can't be modified unless the blob is re-created after a delete.",
  ],
  blob_size_not_met: [
    412,
    'MaxBlobSizeConditionNotMet',
    'MaxBlobSizeConditionNotMet',
    'The max blob size condition specified was not met.',
  ],
  blob_type_invalid: [
    409,
    'InvalidBlobType',
    'InvalidBlobType',
    'The blob type is invalid for this operation.',
  ],
  block_count_exceeded: [
    409,
    'BlockCountExceedsLimit',
    'BlockCountExceedsLimit',
    'The committed block count cannot exceed the maximum limit of 50,000 blocks.',
  ],
  block_id_length: [
    400,
    'InvalidBlobOrBlock',
    'InvalidBlobOrBlock',
    'The specified blob or block content is invalid: all block ids of a blob have the same length.',
  ],
  block_list_invalid: [400, 'InvalidBlockList', 'InvalidBlockList', 'The specified block list is invalid.'],
  body_too_large: [
    413,
    'RequestBodyTooLarge',
    'RequestBodyTooLarge',
    'The request body is too large and exceeds the maximum permissible limit.',
  ],
  condition_not_met: [
    412,
    'ConditionNotMet',
    'ConditionNotMet',
    'The condition specified using HTTP conditional header(s) is not met.',
  ],
  directory_not_empty: [
    409,
    'DirectoryIsNotEmpty',
    'DirectoryNotEmpty',
    'This operation is not permitted on a non-empty directory; on the DFS endpoint use recursive=true.',
  ],
  filesystem_exists: [
    409,
    'ContainerAlreadyExists',
    'FilesystemAlreadyExists',
    'The specified container or filesystem already exists.',
  ],
  filesystem_not_found: [
    404,
    'ContainerNotFound',
    'FilesystemNotFound',
    'The specified container or filesystem does not exist.',
  ],
  flush_position_invalid: [
    400,
    'InvalidFlushPosition',
    'InvalidFlushPosition',
    'The uploaded data is not contiguous or the position query parameter value is not equal to the length of the file after appending the uploaded data.',
  ],
  header_invalid: [400, 'InvalidHeaderValue', 'InvalidHeaderValue', 'A header has an invalid value.'],
  header_missing: [400, 'MissingRequiredHeader', 'MissingRequiredHeader', 'A required header is missing.'],
  header_unsupported: [
    400,
    'UnsupportedHeader',
    'UnsupportedHeader',
    'A header is not supported by this lake.',
  ],
  internal_error: [500, 'InternalError', 'InternalError', 'The lake failed; see its output for the reason.'],
  lease_absent: [
    409,
    'LeaseNotPresentWithLeaseOperation',
    'LeaseNotPresentWithLeaseOperation',
    'There is currently no lease on the resource.',
  ],
  lease_already_present: [
    409,
    'LeaseAlreadyPresent',
    'LeaseAlreadyPresent',
    'There is already a lease present.',
  ],
  lease_id_missing: [
    412,
    'LeaseIdMissing',
    'LeaseIdMissing',
    'There is currently a lease on the resource and no lease id was specified in the request.',
  ],
  lease_is_breaking: [
    409,
    'LeaseIsBreakingAndCannotBeAcquired',
    'LeaseIsBreakingAndCannotBeAcquired',
    'The lease is breaking; acquire one when it is broken.',
  ],
  lease_is_broken: [
    409,
    'LeaseIsBrokenAndCannotBeRenewed',
    'LeaseIsBrokenAndCannotBeRenewed',
    'The lease is broken; acquire a new one.',
  ],
  lease_mismatch: [
    412,
    'LeaseIdMismatchWithBlobOperation',
    'LeaseIdMismatchWithBlobOperation',
    'The lease id of the request is not that of the resource.',
  ],
  lease_not_present: [
    412,
    'LeaseNotPresentWithBlobOperation',
    'LeaseNotPresentWithBlobOperation',
    'The request has a lease id, but there is no lease on the resource.',
  ],
  lease_other: [
    409,
    'LeaseIdMismatchWithLeaseOperation',
    'LeaseIdMismatchWithLeaseOperation',
    'The lease id of the request is not that of the lease.',
  ],
  length_required: [
    411,
    'MissingContentLengthHeader',
    'MissingContentLengthHeader',
    'Content-Length is required.',
  ],
  crc64_mismatch: [
    400,
    'Crc64Mismatch',
    'Crc64Mismatch',
    'The CRC64 value specified in the request did not match the CRC64 value calculated by the server.',
  ],
  md5_mismatch: [
    400,
    'Md5Mismatch',
    'Md5Mismatch',
    'The MD5 value specified in the request did not match the MD5 value calculated by the server.',
  ],
  metadata_invalid: [400, 'InvalidMetadata', 'InvalidProperties', 'The metadata is invalid.'],
  move_into_itself: [
    409,
    'InvalidSourceOrDestinationResourceType',
    'InvalidDestinationPath',
    'A directory cannot be renamed into itself.',
  ],
  move_kinds_differ: [
    409,
    'InvalidSourceOrDestinationResourceType',
    'InvalidSourceOrDestinationResourceType',
    'The source and destination resource type must be identical.',
  ],
  move_parent_not_found: [
    404,
    'RenameDestinationParentPathNotFound',
    'RenameDestinationParentPathNotFound',
    'The parent directory of the destination path does not exist.',
  ],
  marker_invalid: [
    400,
    'OutOfRangeInput',
    'InvalidQueryParameterValue',
    'The marker or continuation is not one that this lake returned.',
  ],
  name_invalid: [400, 'InvalidResourceName', 'InvalidResourceName', 'The name is not valid.'],
  not_modified: [304, 'ConditionNotMet', 'ConditionNotMet', 'The reader already has this version.'],
  operation_unsupported: [
    501,
    'NotImplemented',
    'NotImplemented',
    'The operation is not supported by this lake.',
  ],
  parameter_invalid: [
    400,
    'InvalidQueryParameterValue',
    'InvalidQueryParameterValue',
    'A query parameter has an invalid value.',
  ],
  parameter_unsupported: [
    400,
    'UnsupportedQueryParameter',
    'UnsupportedQueryParameter',
    'A query parameter is not supported by this lake.',
  ],
  path_exists: [409, 'BlobAlreadyExists', 'PathAlreadyExists', 'The specified blob or path already exists.'],
  parent_is_file: [
    409,
    'ResourceTypeMismatch',
    'PathConflict',
    'The specified path, or an element of the path, exists and its resource type is invalid for this operation.',
  ],
  path_is_directory: [
    409,
    'OperationNotSupportedOnDirectory',
    'PathConflict',
    'The requested operation is not supported on a directory.',
  ],
  path_is_file: [409, 'ResourceTypeMismatch', 'PathConflict', 'The path is a file.'],
  path_not_found: [404, 'BlobNotFound', 'PathNotFound', 'The specified blob or path does not exist.'],
  range_invalid: [
    416,
    'InvalidRange',
    'InvalidRange',
    'The range specified is invalid for the current size of the resource.',
  ],
  source_condition_not_met: [
    412,
    'SourceConditionNotMet',
    'SourceConditionNotMet',
    'The source condition specified using HTTP conditional header(s) is not met.',
  ],
  source_not_found: [
    404,
    'CannotVerifyCopySource',
    'SourcePathNotFound',
    'The source path for a rename or copy operation does not exist.',
  ],
  structure_invalid: [400, 'InvalidInput', 'InvalidInput', 'The structured body is not valid.'],
  uri_invalid: [400, 'InvalidUri', 'InvalidUri', 'The URI is not valid.'],
  xml_invalid: [400, 'InvalidXmlDocument', 'InvalidXmlDocument', 'The XML in the body is not valid.'],
  xml_value_invalid: [
    400,
    'InvalidXmlNodeValue',
    'InvalidXmlNodeValue',
    'A value in the XML of the body is not valid.',
  ],
} as const satisfies Record<string, readonly [number, string, string, string]>;

export type RefusalReason = keyof typeof REASONS;

export interface LakeRefusalOptions extends RefusalOptions {
  /** Elements of the error besides its code and message. @default none */
  readonly elements?: Readonly<Record<string, string>>;
}

/** A request that is answered with an error. Programs should check `reason`. */
export class LakeRefusal extends Refusal {
  override readonly name = 'LakeRefusal';
  readonly reason: RefusalReason;
  readonly elements: Readonly<Record<string, string>>;

  /** @param detail exact problem, with the name of the feature, header or parameter */
  constructor(reason: RefusalReason, detail?: string, options: LakeRefusalOptions = {}) {
    const [status, code, , message] = REASONS[reason];
    super(status, code, detail === undefined ? message : `${message} ${detail}`, options);
    this.reason = reason;
    this.elements = options.elements ?? {};
  }

  codeOf(api: 'blob' | 'dfs'): string {
    return REASONS[this.reason][api === 'blob' ? 1 : 2];
  }
}
