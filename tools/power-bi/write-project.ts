import { type Declaration } from './declaration';
import { uuidV5 } from './uuid-v5';

const SCHEMAS = 'https://developer.microsoft.com/json-schemas/fabric';

/** definition.pbism: declares that the folder `definition` is TMDL. */
export function writeSemanticModelFile(): string {
  return json({
    $schema: `${SCHEMAS}/item/semanticModel/definitionProperties/1.0.0/schema.json`,
    version: '4.2',
    settings: {},
  });
}

/** .platform: identifies the item for Fabric's Git integration. */
export function writePlatformFile({ name, description }: Declaration): string {
  return json({
    $schema: `${SCHEMAS}/gitIntegration/platformProperties/2.0.0/schema.json`,
    metadata: { type: 'SemanticModel', displayName: name, description },
    config: { version: '2.0', logicalId: uuidV5(`item/${name}`) },
  });
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
