import { parseServeQuery } from '../../../../src/lib/serve/answer/serve-query';
import { VIEW } from './serving-model';

const NOW = Date.parse('2026-11-21T06:10:20Z');

const parse = (query: string) => parseServeQuery(new URLSearchParams(query), VIEW, NOW);

function detail(query: string): string {
  const parsed = parse(query);
  return parsed.outcome === 'invalid' ? parsed.detail : `valid: ${JSON.stringify(parsed.query)}`;
}

it('defaults to the last hour by minute and all keys', () => {
  expect(parse('')).toEqual({
    outcome: 'query',
    query: {
      from: Date.parse('2026-11-21T05:11:00Z'),
      to: Date.parse('2026-11-21T06:11:00Z'),
      bucket: 'minute',
      keys: ['site', 'state'],
      filters: {},
    },
  });
});

it('widens times of any zone to whole minutes, and ignores the function key', () => {
  expect(
    parse(
      'from=2026-11-21T02:00:59.9%2B01:00&to=2026-11-21t02:00:00.1z&by=hour,state&site=north&code=secret',
    ),
  ).toEqual({
    outcome: 'query',
    query: {
      from: Date.parse('2026-11-21T01:00:00Z'),
      to: Date.parse('2026-11-21T02:01:00Z'),
      bucket: 'hour',
      keys: ['state'],
      filters: { site: 'north' },
    },
  });
  expect(parse('from=2026-11-21T02:00:00+01:00&by=day')).toMatchObject({
    query: { from: Date.parse('2026-11-21T01:00:00Z'), keys: [] },
  });
});

it.each([
  ['from=yesterday', "'from' must be a time with a zone"],
  ['from=2026-11-21T02:00:00', "'from' must be a time with a zone"],
  ['to=2026-13-21T02:00:00Z', "'to' must be a time with a zone"],
  ['from=2026-11-21T06:11:00Z', "'from' is not before 'to'"],
  ['by=week', "'by' must begin with one of minute, hour, day"],
  ['by=hour,colour', "has the unknown key 'colour'; allowed are site, state"],
  ['by=hour,site,site', 'has a key twice'],
  ['colour=red', "Unknown query parameter 'colour'; allowed are 'from', 'to', 'by', 'site', 'state'"],
  ['by=day&by=hour', "'by' is given twice"],
  [
    'from=2026-11-01T00:00:00Z',
    "more than 2 days apart, the maximum for 'by=minute'; request a shorter range, or 'by=day'",
  ],
  ['from=2026-11-18T00:00:00Z', "or 'by=hour'"],
  [
    'from=2026-01-01T00:00:00Z&by=day',
    "more than 62 days apart, the maximum for 'by=day'; request a shorter range",
  ],
])('refuses %s and returns the allowed values', (query, expected) => {
  expect(detail(query)).toContain(expected);
});
