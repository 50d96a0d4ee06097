import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import { rules } from '../../../tools/lint/eslint-rules.cjs';

RuleTester.describe = describe;
RuleTester.it = it;

const errors = [{ messageId: 'spread' }];
const tester = new RuleTester({ languageOptions: { parser } });

tester.run('no-spread-of-literals', rules['no-spread-of-literals'], {
  valid: [
    'const a = { ...b, c };',
    'const a = { ...(c && { d }) };',
    'const a = { ...(x === undefined ? {} : { x }) };',
    'const a = [...(x ? [b] : []), c];',
    'const a = [...(await f()), c];',
    'f(...args);',
    'const a = [...{ length: 0 }];',
    'const a = { ...[1] };',
    "const a = { ...({ b: 'c' } as const) };",
  ],
  invalid: [
    {
      name: 'an object',
      code: 'const a = { ...{ b, c: 1 }, d };',
      output: 'const a = { b, c: 1, d };',
      errors,
    },
    {
      name: 'an object at the end',
      code: 'const a = { d, ...{ b } };',
      output: 'const a = { d, b };',
      errors,
    },
    { name: 'an array', code: 'const a = [...[b, c], d];', output: 'const a = [b, c, d];', errors },
    { name: 'arguments', code: 'f(...[b, c], d);', output: 'f(b, c, d);', errors },
    { name: 'arguments of a constructor', code: 'new F(...[b]);', output: 'new F(b);', errors },
    {
      name: 'a comma at the end',
      code: 'const a = [...[b, c,], d,];',
      output: 'const a = [b, c, d,];',
      errors,
    },
    { name: 'a comma at the end of the inner literal only', code: 'f(...[b,]);', output: 'f(b);', errors },
    { name: 'parentheses', code: 'const a = { ...(({ b })), c };', output: 'const a = { b, c };', errors },
    { name: 'an empty literal', code: 'const a = { ...{}, b };', output: 'const a = {  b };', errors },
    { name: 'only an empty literal', code: 'const a = [...[]];', output: 'const a = [];', errors },
    { name: 'an empty literal at the end', code: 'f(a, ...[]);', output: 'f(a, );', errors },
    {
      name: 'a spread inside',
      code: 'const a = { ...{ b, ...c }, d };',
      output: 'const a = { b, ...c, d };',
      errors,
    },
    {
      name: 'a spread in a spread, the outer one first',
      code: 'const a = { ...{ ...{ b }, c } };',
      output: 'const a = { ...{ b }, c };',
      errors: [...errors, ...errors],
    },
    {
      name: 'block comments',
      code: 'const a = { .../* 1 */{ /* 2 */ b /* 3 */, /* 4 */ } /* 5 */, c };',
      output: 'const a = { /* 1 */ /* 2 */ b, /* 3 */ /* 4 */  /* 5 */ c };',
      errors,
    },
    {
      name: 'a line comment after the content',
      code: 'const a = [...[\n  b, // why b\n], c];',
      output: 'const a = [b, // why b\n c];',
      errors,
    },
    {
      name: 'a line comment before the end of the outer literal',
      code: 'const a = [...[b // why b\n]];',
      output: 'const a = [b // why b\n];',
      errors,
    },
    {
      name: 'a comment in an empty literal',
      code: 'const a = [...[ /* none */ ], c];',
      output: 'const a = [/* none */ c];',
      errors,
    },
    {
      name: 'a duplicate key, without a fix',
      code: 'const a = { b: 1, ...{ b: 2 } };',
      output: null,
      errors,
    },
    {
      name: 'a getter, without a fix',
      code: 'const a = { ...{ get b() { return 1; } } };',
      output: null,
      errors,
    },
    { name: '__proto__, without a fix', code: 'const a = { ...{ __proto__: b } };', output: null, errors },
    { name: 'a hole, without a fix', code: 'const a = [...[, b]];', output: null, errors },
    { name: 'a hole of the outer array, without a fix', code: 'const a = [, ...[b]];', output: null, errors },
  ],
});
