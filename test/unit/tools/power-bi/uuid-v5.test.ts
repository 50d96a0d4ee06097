import { uuidV5 } from '../../../../tools/power-bi/uuid-v5';

it('creates the same ids as other implementations of RFC 9562', () => {
  // Python's uuid.uuid5(uuid.NAMESPACE_DNS, 'www.example.com')
  expect(uuidV5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
  expect(uuidV5('table/a')).toBe(uuidV5('table/a'));
  expect(uuidV5('table/a')).not.toBe(uuidV5('table/b'));
});
