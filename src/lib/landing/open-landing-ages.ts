import { SOURCES } from '../contracts/source';
import { openHubs } from '../event-log/event-hub-client';
import { type Platform } from '../platform/platform';
import { LandingAgeGauge } from './landing-age-gauge';
import { LandingAges } from './landing-ages';
import { openBronze } from './store/lake-client';
import { openLandingState } from './store/landing-table';
import { openWaiting } from './store/waiting-table';

/** Opens the measurement of landing ages and its gauge. @throws SluiceError `config_invalid` */
export function openLandingAges(platform: Platform) {
  const { clock } = platform;
  const ages = new LandingAges({
    sources: SOURCES,
    hub: platform.use(openHubs).hub,
    store: platform.use(openBronze),
    state: platform.use(openLandingState),
    waiting: platform.use(openWaiting),
    clock,
  });
  return { ages, gauge: new LandingAgeGauge(clock) };
}
