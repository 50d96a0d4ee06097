import { type PersonalDataTreatment } from '../../src/lib/contracts/contract';
import { type ScalarType } from './nested-type';

/** A column of a generated Silver table. */
export interface SilverColumn {
  readonly name: string;
  readonly type: ScalarType;
  readonly description: string;
  /** SQL of the value, over the relation with the table's rows. */
  readonly expression: string;
  /** JSON Pointer of its field; columns about the arrival have none. */
  readonly pointer?: string;
  readonly personal?: PersonalDataTreatment;
}
