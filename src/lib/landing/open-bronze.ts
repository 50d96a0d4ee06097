import { LAKE } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { LANDING } from './settings';
import { LakeClient } from './store/lake-client';

/** The slots of Bronze. @throws SluiceError `config_invalid` */
export function openBronze(platform: Platform): LakeClient {
  const { lake, landing } = platform.settings({ lake: LAKE, landing: LANDING });
  return new LakeClient(lake, landing.bronzeContainer);
}
