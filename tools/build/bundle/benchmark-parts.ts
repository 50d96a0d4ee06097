/** Parts of the app that benchmarks call without a host. The build bundles them like the app itself. */
export { createEventValidator } from '../../../src/lib/contracts/validate';
export { createRegistry } from '../../../src/lib/contracts/registry';
export { ByteWriter } from '../../../src/lib/landing/byte-writer';
export { createSlotEncoder, encodeLines } from '../../../src/lib/landing/encode-slot';
export { slotPath, toObjectMetadata } from '../../../src/lib/landing/slot-metadata';
export { LakeClient } from '../../../src/lib/landing/store/lake-client';
export { createSimulator } from '../../../src/lib/simulate/simulator';
