import {
  addHostName,
  parseDuration,
  parsePort,
  parseRate,
  parseSourcesOf,
} from '../../../../local/cli/options';

it.each([
  ['60s', 60],
  ['5m', 300],
  ['1h', 3600],
  ['90', 90],
  ['1.5m', 90],
])('reads the time %s', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each([
  [() => parseDuration('soon'), 'enter a time such as 60s'],
  [() => parseRate('-1'), 'events a second'],
  [() => parseRate('many'), 'events a second'],
  [
    () => parseSourcesOf(['iot', 'ecommerce'])('iot,weather'),
    "'weather' is not a source; choose from iot, ecommerce",
  ],
  [() => parsePort('99999'), 'a port from 0'],
  [() => addHostName('http://build-box', []), '--allow-host must be a name or an address'],
])('refuses invalid values with the remedy', (parse, message) => {
  expect(parse).toThrow(message);
});

it('accepts spaces between sources', () => {
  expect(parseSourcesOf(['iot', 'logistics'])('iot, logistics')).toEqual(['iot', 'logistics']);
});

it('collects host names', () => {
  expect(addHostName('::1', addHostName('Build-Box', []))).toEqual(['build-box', '[::1]']);
});
