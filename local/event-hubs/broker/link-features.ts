import { type AmqpCondition, type RheaLink } from '../amqp/rhea-view';
import { amqpErrors } from './amqp-errors';

/** Link properties that are supported, or that have no effect. */
const KNOWN_PROPERTIES = new Set([
  'com.microsoft:epoch',
  'com.microsoft:receiver-name',
  'com.microsoft:entity-type',
  'com.microsoft:client-id',
  'com.microsoft:timeout',
]);

/** Capabilities that a client may request; it continues without those that the link does not offer. */
const HARMLESS_CAPABILITIES = new Set([
  'com.microsoft:georeplication',
  'com.microsoft:enable-receiver-runtime-metric',
]);

/**
 * Returns an error if a link requests an unsupported feature. Ignoring the feature would change the meaning
 * of the link.
 */
export function refusedLinkFeature(link: RheaLink): AmqpCondition | undefined {
  const capability = capabilitiesOf(link).find((name) => !HARMLESS_CAPABILITIES.has(name));
  if (capability !== undefined) return amqpErrors.notSupported(`the capability "${capability}"`);
  const property = Object.keys(link.properties ?? {}).find(
    (name) => name.startsWith('com.microsoft:') && !KNOWN_PROPERTIES.has(name),
  );
  if (property !== undefined) return amqpErrors.notSupported(`the link property "${property}"`);
  if (link.source?.dynamic === true || link.target?.dynamic === true) {
    return amqpErrors.notSupported('dynamic nodes');
  }
  return undefined;
}

export function capabilitiesOf(link: RheaLink): readonly string[] {
  const wished = link.desired_capabilities;
  return wished === undefined || wished === null ? [] : typeof wished === 'string' ? [wished] : wished;
}
