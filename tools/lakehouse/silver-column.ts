import { type PersonalDataTreatment } from '../../src/lib/contracts/contract';
import { type ScalarType } from './nested-type';

/** A column of a generated Silver table. */
export interface SilverColumn {
  readonly name: string;
  readonly type: ScalarType;
  readonly description: string;
  /** SQL of the value, over the relation that the table's rows are read from. */
  readonly expression: string;
  /** JSON Pointer of the field that it shows; columns about the arrival have none. */
  readonly pointer?: string;
  readonly personal?: PersonalDataTreatment;
}
