import { type NonEmpty } from '../random';

/** A city where customers live and goods arrive. */
export interface City {
  /** Three letters, part of site codes. */
  readonly code: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
}

export const CITIES: NonEmpty<City> = [
  { code: 'TLL', name: 'Tallinn', country: 'EE', latitude: 59.437, longitude: 24.754 },
  { code: 'TAY', name: 'Tartu', country: 'EE', latitude: 58.378, longitude: 26.729 },
  { code: 'RIX', name: 'Riga', country: 'LV', latitude: 56.949, longitude: 24.106 },
  { code: 'VNO', name: 'Vilnius', country: 'LT', latitude: 54.687, longitude: 25.28 },
  { code: 'HEL', name: 'Helsinki', country: 'FI', latitude: 60.17, longitude: 24.938 },
  { code: 'STO', name: 'Stockholm', country: 'SE', latitude: 59.329, longitude: 18.069 },
  { code: 'GOT', name: 'Gothenburg', country: 'SE', latitude: 57.709, longitude: 11.975 },
  { code: 'OSL', name: 'Oslo', country: 'NO', latitude: 59.914, longitude: 10.752 },
  { code: 'CPH', name: 'Copenhagen', country: 'DK', latitude: 55.676, longitude: 12.568 },
  { code: 'GDN', name: 'Gdańsk', country: 'PL', latitude: 54.352, longitude: 18.647 },
  { code: 'WAW', name: 'Warsaw', country: 'PL', latitude: 52.23, longitude: 21.012 },
  { code: 'KRK', name: 'Kraków', country: 'PL', latitude: 50.065, longitude: 19.945 },
  { code: 'BER', name: 'Berlin', country: 'DE', latitude: 52.52, longitude: 13.405 },
  { code: 'HAM', name: 'Hamburg', country: 'DE', latitude: 53.551, longitude: 9.994 },
  { code: 'MUC', name: 'Munich', country: 'DE', latitude: 48.135, longitude: 11.582 },
  { code: 'PRG', name: 'Prague', country: 'CZ', latitude: 50.076, longitude: 14.438 },
  { code: 'VIE', name: 'Vienna', country: 'AT', latitude: 48.208, longitude: 16.374 },
  { code: 'ZRH', name: 'Zürich', country: 'CH', latitude: 47.377, longitude: 8.542 },
  { code: 'MIL', name: 'Milan', country: 'IT', latitude: 45.464, longitude: 9.19 },
  { code: 'PAR', name: 'Paris', country: 'FR', latitude: 48.857, longitude: 2.352 },
  { code: 'AMS', name: 'Amsterdam', country: 'NL', latitude: 52.368, longitude: 4.904 },
  { code: 'BRU', name: 'Brussels', country: 'BE', latitude: 50.85, longitude: 4.352 },
  { code: 'MAD', name: 'Madrid', country: 'ES', latitude: 40.417, longitude: -3.704 },
  { code: 'LIS', name: 'Lisbon', country: 'PT', latitude: 38.722, longitude: -9.139 },
];

/** Currency, tax and telephone code of a country. */
export interface Country {
  readonly currency: 'CHF' | 'CZK' | 'DKK' | 'EUR' | 'GBP' | 'NOK' | 'PLN' | 'SEK' | 'USD';
  /** Units of the currency for one euro. It is constant, so that a demo's sums do not depend on a market. */
  readonly perEuro: number;
  /** Value added tax, as a share. */
  readonly taxRate: number;
  readonly callingCode: string;
}

const euro = (taxRate: number, callingCode: string): Country => ({
  currency: 'EUR',
  perEuro: 1,
  taxRate,
  callingCode,
});

const COUNTRIES: Readonly<Record<string, Country>> = {
  EE: euro(0.24, '372'),
  LV: euro(0.21, '371'),
  LT: euro(0.21, '370'),
  FI: euro(0.255, '358'),
  DE: euro(0.19, '49'),
  AT: euro(0.2, '43'),
  IT: euro(0.22, '39'),
  FR: euro(0.2, '33'),
  NL: euro(0.21, '31'),
  BE: euro(0.21, '32'),
  ES: euro(0.21, '34'),
  PT: euro(0.23, '351'),
  SE: { currency: 'SEK', perEuro: 11.2, taxRate: 0.25, callingCode: '46' },
  NO: { currency: 'NOK', perEuro: 11.7, taxRate: 0.25, callingCode: '47' },
  DK: { currency: 'DKK', perEuro: 7.46, taxRate: 0.25, callingCode: '45' },
  PL: { currency: 'PLN', perEuro: 4.3, taxRate: 0.23, callingCode: '48' },
  CZ: { currency: 'CZK', perEuro: 25, taxRate: 0.21, callingCode: '420' },
  CH: { currency: 'CHF', perEuro: 0.95, taxRate: 0.081, callingCode: '41' },
};

export function countryOf(code: string): Country {
  return COUNTRIES[code] ?? euro(0.21, '372');
}

export type SiteKind = 'warehouse' | 'depot' | 'shop';

/** A place of the company: goods leave warehouses and arrive at depots. All places have devices. */
export interface Site {
  readonly siteCode: string;
  readonly kind: SiteKind;
  readonly name: string;
  readonly city: City;
}

function siteIn(kind: SiteKind, prefix: string, city: City): Site {
  return { siteCode: `${prefix}-${city.code}-1`, kind, name: `${city.name} ${kind} 1`, city };
}

const [FIRST_CITY, ...OTHER_CITIES] = CITIES;

/** One depot in each city, in the order of {@link CITIES}. */
export const DEPOTS: NonEmpty<Site> = [
  siteIn('depot', 'DP', FIRST_CITY),
  ...OTHER_CITIES.map((city) => siteIn('depot', 'DP', city)),
];
export const WAREHOUSES: readonly Site[] = CITIES.filter(({ code }) =>
  ['GDN', 'HAM', 'RIX', 'PRG'].includes(code),
).map((city) => siteIn('warehouse', 'WH', city));
const SHOPS: readonly Site[] = CITIES.filter(({ code }) =>
  ['TLL', 'HEL', 'STO', 'BER', 'WAW', 'PAR'].includes(code),
).map((city) => siteIn('shop', 'SH', city));

export const SITES: NonEmpty<Site> = [...DEPOTS, ...WAREHOUSES, ...SHOPS];

/** Great-circle distance in kilometres. */
export function distanceKilometres(a: City, b: City): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (degrees: number): number => Math.sin(radians(degrees) / 2) ** 2;
  const chord =
    half(b.latitude - a.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(b.longitude - a.longitude);
  return 2 * 6371 * Math.asin(Math.sqrt(chord));
}

/** The warehouse nearest to a city, which ships there. */
export function nearestWarehouse(city: City): Site {
  return WAREHOUSES.reduce((best, site) =>
    distanceKilometres(site.city, city) < distanceKilometres(best.city, city) ? site : best,
  );
}
