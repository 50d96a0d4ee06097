import { columnName, singular, toSnakeCase } from '../../../tools/lakehouse/column-name';

it.each([
  ['temperatureCelsius', 'temperature_celsius'],
  ['siteURL', 'site_url'],
  ['urlOfSite', 'url_of_site'],
  ['line2Total', 'line2_total'],
])('writes %s as %s', (name, expected) => {
  expect(toSnakeCase(name)).toBe(expected);
});

it.each([
  [['metrics', 'powerWatts'], 'metrics_power_watts'],
  [['site', 'siteCode'], 'site_code'],
  [['profile', 'address', 'postalCode'], 'profile_address_postal_code'],
  [['shippingAddress', 'addressLine'], 'shipping_address_line'],
  [['site', 'sites'], 'site_sites'],
])('names the column of %j %s', (path, expected) => {
  expect(columnName(path)).toBe(expected);
});

it.each([
  ['lines', 'line'],
  ['categories', 'category'],
  ['address', 'address'],
  ['data', 'data'],
])('uses the singular of %s: %s', (name, expected) => {
  expect(singular(name)).toBe(expected);
});
