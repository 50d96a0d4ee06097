import { pointerStep, type Problem } from './problem';
import { type SchemaFile } from './schema-file';
import { createCompiler } from './create-compiler';
import { toCompiled } from './to-compiled';

/** Checks that the schema compiles in Ajv's strict mode, and that the file's examples fit it. */
export function checkExamples({ file, schema }: SchemaFile): readonly Problem[] {
  const compiler = createCompiler();
  let validate;
  try {
    validate = compiler.compile(toCompiled(schema));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [
      { file, pointer: '', message: `Ajv refuses the schema: ${message}`, remedy: 'correct the schema' },
    ];
  }
  const problems: Problem[] = [];
  for (const [index, example] of (schema['examples'] as readonly unknown[]).entries()) {
    if (validate(example)) continue;
    for (const { instancePath, message = 'is refused' } of validate.errors ?? []) {
      problems.push({
        file,
        pointer: `/examples${pointerStep(index)}${instancePath}`,
        message: `the example breaks its contract: ${message}`,
        remedy: 'correct the example or the schema',
      });
    }
  }
  return problems;
}
