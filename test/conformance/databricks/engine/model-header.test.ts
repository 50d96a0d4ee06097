import cases from '../../../../lakehouse/model.cases.json';
import { checkHeader, readHeader } from '../../../../lakehouse/engines/duckdb/model/read-header';

describe("a model's header", () => {
  // The tests of the Spark engine use the same cases.
  it.each(cases)('$title', ({ header, problems }) => {
    const result = checkHeader(header);
    expect(result.outcome === 'read' ? [] : [...result.problems].sort()).toEqual(problems);
  });

  it('is refused when it is not YAML', () => {
    expect(readHeader('key: [a')).toMatchObject({
      outcome: 'refused',
      problems: [expect.stringMatching(/^the YAML is not well-formed: /)],
    });
  });
});
