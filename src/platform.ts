import { createPlatform } from './lib/platform/platform';

/**
 * The platform of this process, from which every trigger opens its feature. It is the only module state of the app.
 */
export const platform = createPlatform();
