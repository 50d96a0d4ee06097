import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { parseExactJson, writeExactJson } from '../../../monitor/derive/exact-json';
import { toJsonLines } from '../../../monitor/derive/json-lines';
import { isMask, toPatchFromEdit } from '../../../monitor/derive/patch-from-edit';

const MASKED = {
  id: 'chg-1',
  data: {
    segment: 'vip',
    profile: { firstName: '•••', email: '•••', city: 'Tallinn' },
    lines: [{ sku: 'a' }, { sku: 'b' }],
  },
};

function edit(change: (event: typeof MASKED) => void): ReturnType<typeof toPatchFromEdit> {
  const event = structuredClone(MASKED);
  change(event);
  return toPatchFromEdit(MASKED, JSON.stringify(event), isMask);
}

/** The library that applies patches refuses names of Object.prototype. */
const event = fc.dictionary(
  fc.string().filter((name) => !(name in {}) && name !== 'prototype'),
  fc
    .jsonValue({ maxDepth: 4 })
    .filter((value) => !/__proto__|constructor|prototype/.test(JSON.stringify(value))),
);

describe('toPatchFromEdit', () => {
  test.each([
    ['9007199254740993', '9007199254740995'],
    ['1.1', '1.10'],
    ['1e400', '2e400'],
    ['0', '-0'],
  ])('keeps the digits of %s and sends those of %s', (before, after) => {
    const event = `{"data":{"kept":${before},"n":${before},"list":[${before}]}}`;
    const masked = parseExactJson(event);
    expect(toPatchFromEdit(masked, writeExactJson(masked, 2), isMask)).toEqual({ outcome: 'unchanged' });
    const result = toPatchFromEdit(masked, event.replace(`"n":${before}`, `"n":${after}`), isMask);
    expect(writeExactJson(result)).toBe(
      `{"outcome":"patch","patch":[{"op":"replace","path":"/data/n","value":${after}}]}`,
    );
  });

  test('shows each number as it was written', () => {
    const lines = toJsonLines(parseExactJson('[9007199254740993,1.10,7,"1.10"]'));
    expect(lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'open [',
      'number 9007199254740993',
      'number 1.10',
      'number 7',
      'string "1.10"',
      'close ]',
    ]);
  });

  test('contains only the changed field', () => {
    const result = edit((event) => {
      event.data.segment = 'premium';
    });
    expect(result).toEqual({
      outcome: 'patch',
      patch: [{ op: 'replace', path: '/data/segment', value: 'premium' }],
    });
  });

  test('is unchanged if only white space was changed', () => {
    expect(toPatchFromEdit(MASKED, JSON.stringify(MASKED, null, 8), isMask)).toEqual({
      outcome: 'unchanged',
    });
  });

  test('moves a renamed member with its masked value', () => {
    const result = edit((event) => {
      const { profile } = event.data as { profile?: unknown };
      Object.assign(event.data, { profile: undefined, person: profile });
    });
    expect(result).toEqual({
      outcome: 'patch',
      patch: [{ op: 'move', from: '/data/profile', path: '/data/person' }],
    });
  });

  test('accepts a real value in place of a mask', () => {
    const result = edit((event) => {
      event.data.profile.email = 'liis@example.com';
    });
    expect(result).toMatchObject({ outcome: 'patch', patch: [{ path: '/data/profile/email' }] });
  });

  test('refuses to send a mask in another field', () => {
    const result = edit((event) => {
      event.data.profile.city = '•••';
    });
    expect(result).toEqual({ outcome: 'masked', paths: ['/data/profile/city'] });
  });

  test('refuses to send masks in a replaced value', () => {
    const result = edit((event) => {
      Object.assign(event.data, { lines: { wrapped: event.data.profile } });
    });
    expect(result).toEqual({ outcome: 'masked', paths: ['/data/lines'] });
  });

  test('removes an item of a list without changing its neighbours', () => {
    const before = { list: [1, 2, 3, 4] };
    expect(toPatchFromEdit(before, '{"list":[1,4]}', isMask)).toEqual({
      outcome: 'patch',
      patch: [
        { op: 'remove', path: '/list/1' },
        { op: 'remove', path: '/list/1' },
      ],
    });
  });

  test('reports where a text is not JSON', () => {
    expect(toPatchFromEdit(MASKED, '{"a":', isMask)).toMatchObject({ outcome: 'malformed' });
  });

  test('refuses to change a place with a masked name', () => {
    expect(toPatchFromEdit({ '•••1': 1 }, '{"name":1}', isMask)).toEqual({
      outcome: 'masked',
      paths: ['/name'],
    });
    expect(toPatchFromEdit({ '•••1': 1 }, '{}', isMask)).toEqual({ outcome: 'masked', paths: ['/•••1'] });
  });

  test('refuses an edit that removes one of several masks from a list', () => {
    const before = { list: ['•••', '•••', 'c'] };
    expect(toPatchFromEdit(before, '{"list":["•••","c"]}', isMask)).toEqual({
      outcome: 'masked',
      paths: ['/list'],
    });
    expect(toPatchFromEdit(before, '{"list":["a"]}', isMask)).toMatchObject({ outcome: 'patch' });
  });

  test('requires an event to be an object', () => {
    expect(toPatchFromEdit(MASKED, '[]', isMask)).toMatchObject({ outcome: 'malformed' });
  });

  test('treats asterisks as normal text', () => {
    expect(['•••', '•••1', '***', 'Tallinn'].map(isMask)).toEqual([true, true, false, false]);
  });

  test('changes any event to any other, by RFC 6902', () => {
    fc.assert(
      fc.property(event, event, (before, after) => {
        // As received from the API: without undefined, without minus zero.
        const [from, to] = [JSON.stringify(before), JSON.stringify(after)].map(
          (text) => JSON.parse(text) as unknown,
        );
        const result = toPatchFromEdit(from, JSON.stringify(to), () => false);
        const holder: { event: unknown } = { event: structuredClone(from) };
        if (result.outcome === 'patch') {
          const patch = result.patch.map((one) => ({
            ...one,
            path: `/event${one.path}`,
            ...('from' in one && { from: `/event${one.from}` }),
          }));
          expect(
            applyPatch(holder, patch as Parameters<typeof applyPatch>[1]).filter((error) => error !== null),
          ).toEqual([]);
        } else expect(result.outcome).toBe('unchanged');
        expect(holder.event).toEqual(to);
      }),
      { numRuns: 500 },
    );
  });
});
