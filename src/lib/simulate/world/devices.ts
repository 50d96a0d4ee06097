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
  /** Where it stands; a tracker starts from here. */
  readonly site: Site;
  readonly firmware: string;
  /** The middle of what it measures indoors: cold rooms, halls, machine rooms. */
  readonly meanCelsius: number;
  /** Machines draw this much when they run. */
  readonly loadWatts: number;
  /** How long a battery lasts. */
  readonly batteryDays: number;
  /** Degrees that its sensor is off by, and gains in a month. */
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

/** The trackers, of which a shipment may carry one. */
export function trackersOf(devices: readonly Device[]): readonly Device[] {
  return devices.filter(({ kind }) => kind === 'tracker');
}
