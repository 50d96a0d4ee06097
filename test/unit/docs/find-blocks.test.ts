import { findBlocks } from '../../docs/find-blocks';

it('returns the blocks that are marked `run`, with the line of their first command', () => {
  const source =
    '# A\n\n```sh run\nnpm run query\n```\n\n```sh\nnpm start\n```\n\n- item\n\n  ```sh run\n  echo 1\n  ```\n';
  expect(findBlocks(source)).toEqual([
    { line: 4, text: 'npm run query\n' },
    { line: 14, text: 'echo 1\n' },
  ]);
});
