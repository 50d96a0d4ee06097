import { type Grid, idAt, timeAt } from '../grid';
import { Draws, fallOn, hashOf, shareOf, stream } from '../random';
import { type Device } from '../world/devices';
import { SITES, type Site } from '../world/places';
import { type World } from '../world/world';
import { type ValidEvent, type Scenario } from './scenario';

const NOISE = stream('telemetry.noise');
const MOOD = stream('telemetry.mood');
const WEATHER = stream('telemetry.weather');
const TRIP = stream('telemetry.trip');

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;

type Metrics = Record<string, number>;

/**
 * Devices report in turn, each every `devices / rate` seconds. Readings depend on the local hour, the season
 * and a slow drift, with noise. Rarely, a sensor is stuck for an hour, has spikes, or has an empty battery.
 */
export function telemetryScenario(world: World, grid: Grid): Scenario {
  const { devices } = world;
  return {
    eventsAt(position) {
      return [reading(world.seed, grid, fallOn(devices, position), position)];
    },
  };
}

/** The newest reading of each device before a position. */
export function* readingOfEachDevice(world: World, grid: Grid, end: number): Generator<ValidEvent> {
  for (let position = end - world.devices.length; position < end; position += 1)
    yield reading(world.seed, grid, fallOn(world.devices, position), position);
}

function reading(seed: number, grid: Grid, device: Device, position: number): ValidEvent {
  const time = timeAt(grid, position);
  const measuredAt = new Date(time).toISOString();
  const id = idAt(grid, 'rdg', position);
  const site = device.kind === 'tracker' ? siteOfTracker(seed, device, time) : device.site;
  const mood = shareOf(seed, MOOD, Math.floor(time / HOUR), device.number + 1);
  const battery = batteryPercent(device, time);
  // A stuck sensor repeats its reading from the start of the hour, including the noise.
  const isStuck = mood < 0.002;
  const seenAt = isStuck ? Math.floor(time / HOUR) * HOUR : time;
  const draws = new Draws(seed, NOISE, isStuck ? seenAt : position, device.number + 1);
  const metrics = measure(seed, device, site, seenAt, draws);
  if (device.kind === 'sensor' || device.kind === 'tracker') metrics['batteryPercent'] = battery;
  return {
    type: 'iot.telemetry',
    id,
    time: measuredAt,
    partitionKey: device.deviceId,
    record: {
      readingId: id,
      deviceId: device.deviceId,
      deviceKind: device.kind,
      measuredAt,
      site: {
        siteCode: site.siteCode,
        name: site.name,
        country: site.city.country,
        latitude: site.city.latitude,
        longitude: site.city.longitude,
      },
      metrics,
      firmware: device.firmware,
      status: statusOf(mood, battery),
    },
  };
}

/** A device reports a weak battery and failed self-tests. It does not detect that its sensor is stuck or has spikes. */
function statusOf(mood: number, battery: number): 'ok' | 'degraded' | 'fault' | 'maintenance' {
  if (mood > 0.999) return 'fault';
  if (mood > 0.997) return 'maintenance';
  return battery < 15 ? 'degraded' : 'ok';
}

function measure(seed: number, device: Device, site: Site, time: number, draws: Draws): Metrics {
  const sun = sunAt(site, time);
  const isSpike = draws.chance(0.0005);
  const bias = device.offsetCelsius + (device.driftCelsiusPerMonth * (time % (12 * MONTH))) / MONTH;
  switch (device.kind) {
    case 'weather-station':
      return weather(seed, site, time, sun, draws);
    case 'gateway':
      return {
        powerWatts: rounded(Math.max(5, 18 + draws.normal() * 1.5)),
        signalDecibelMilliwatts: rounded(-62 + draws.normal() * 4),
        temperatureCelsius: rounded(31 + sun * 3 + draws.normal() * 0.4),
      };
    case 'tracker':
      return {
        temperatureCelsius: rounded(16 + sun * 4 + bias + draws.normal() * 0.8 + (isSpike ? 40 : 0)),
        vibrationMillimetresPerSecond: rounded(Math.abs(draws.normal()) * 6, 2),
        signalDecibelMilliwatts: rounded(-88 + draws.normal() * 8),
      };
    case 'sensor': {
      const load = (0.35 + 0.6 * workAt(site, time)) * device.loadWatts;
      return {
        temperatureCelsius: rounded(
          device.meanCelsius + sun * 1.2 + bias + draws.normal() * 0.25 + (isSpike ? 55 : 0),
        ),
        humidityPercent: rounded(clamp(46 - sun * 7 + draws.normal() * 2, 5, 98)),
        powerWatts: rounded(Math.max(0, load * (1 + draws.normal() * 0.04))),
        vibrationMillimetresPerSecond: rounded(0.4 + (load / 1000) * Math.abs(1.6 + draws.normal() * 0.3), 2),
      };
    }
  }
}

/** All stations of a city have the same weather in an hour. */
function weather(seed: number, site: Site, time: number, sun: number, draws: Draws): Metrics {
  const place = SITES.indexOf(site) + 1;
  const front = shareOf(seed, WEATHER, Math.floor(time / (6 * HOUR)), place);
  const season = -Math.cos(((time % (365.25 * DAY)) / (365.25 * DAY)) * 2 * Math.PI - 0.35);
  const isRaining = front > 0.78;
  return {
    temperatureCelsius: rounded(
      23 - (site.city.latitude - 38) * 0.7 + season * 10 + sun * 4 + draws.normal() * 0.3,
    ),
    humidityPercent: rounded(clamp((isRaining ? 88 : 64) - sun * 10 + draws.normal() * 3, 10, 100)),
    pressureHectopascal: rounded(1016 - front * 24 + draws.normal() * 0.4),
    windSpeedMetresPerSecond: rounded(Math.abs(2 + front * 9 + draws.normal() * 1.2)),
    precipitationMillimetres: isRaining ? rounded(Math.abs(draws.normal()) * 1.4) : 0,
  };
}

/** -1 in the coldest hour of the night, 1 in the warmest of the afternoon, by local solar time. */
function sunAt(site: Site, time: number): number {
  return Math.sin(((hourAt(site, time) - 9) / 24) * 2 * Math.PI);
}

/** Activity of a place: 0 at night, 1 in working hours, with slopes between. */
function workAt(site: Site, time: number): number {
  const hour = hourAt(site, time);
  return clamp(Math.min(hour - 5, 21 - hour) / 2, 0, 1);
}

function hourAt(site: Site, time: number): number {
  return (time / HOUR + site.city.longitude / 15) % 24;
}

/** Falls evenly from 100 to 2; then the battery is replaced. */
function batteryPercent(device: Device, time: number): number {
  const age = (time / DAY / device.batteryDays + device.number * 0.618) % 1;
  return Math.round(100 - 98 * age);
}

function siteOfTracker(seed: number, device: Device, time: number): Site {
  const leg = Math.floor(time / (2 * HOUR));
  return fallOn(SITES, hashOf(seed, TRIP, leg, device.number + 1));
}

function rounded(value: number, digits = 1): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
