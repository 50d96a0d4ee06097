import { Draws, fallOn, listOf, type NonEmpty, stream } from '../random';
import { type Site, SITES } from './places';

const DEVICE = stream('world.device');

const DEVICE_COUNT = 640;

/** In every ten devices: seven sensors, a gateway, a tracker and a weather station. */
const KINDS = [
  'sensor',
  'sensor',
  'gateway',
  'sensor',
  'sensor',
  'tracker',
  'sensor',
  'weather-station',
  'sensor',
  'sensor',
] as const;
const FIRMWARE = ['2.4.1', '2.4.1', '2.3.7', '3.0.0'] as const;

export interface Device {
  readonly number: number;
  readonly deviceId: string;
  readonly kind: (typeof KINDS)[number];
  /** The site of the device; for a tracker, its first site. */
  readonly site: Site;
  readonly firmware: string;
  /** Mean indoor temperature, as of cold rooms, halls and machine rooms. */
  readonly meanCelsius: number;
  /** Power of a machine that runs. */
  readonly loadWatts: number;
  /** Days that a battery lasts. */
  readonly batteryDays: number;
  /** Error of the sensor in degrees, and its increase in a month. */
  readonly offsetCelsius: number;
  readonly driftCelsiusPerMonth: number;
}

export function makeDevices(seed: number): NonEmpty<Device> {
  return listOf(DEVICE_COUNT, (number) => {
    const draws = new Draws(seed, DEVICE, number);
    return {
      number,
      deviceId: `dev-${String(number + 1).padStart(5, '0')}`,
      kind: fallOn(KINDS, number),
      site: fallOn(SITES, number * 7),
      firmware: draws.pick(FIRMWARE),
      meanCelsius: draws.pick([4, -18, 19, 20, 21, 27]),
      loadWatts: Math.round(draws.between(40, 2400)),
      batteryDays: draws.between(20, 90),
      offsetCelsius: draws.normal() * 0.3,
      driftCelsiusPerMonth: draws.normal() * 0.05,
    };
  });
}

/** The trackers, one of which may accompany a shipment. */
export function trackersOf(devices: readonly Device[]): readonly Device[] {
  return devices.filter(({ kind }) => kind === 'tracker');
}
