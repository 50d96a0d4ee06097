import { createPlatform } from './lib/platform/platform';

/** The platform of this process: what every trigger makes its feature from. The only state of a module in the app. */
export const platform = createPlatform();
