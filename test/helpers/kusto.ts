import '@kusto/language-service-next/bridge.min';
import '@kusto/language-service-next/Kusto.Language.Bridge.min';
import { TABLES } from './application-insights';

/** What the parser says about a query. */
export interface KustoProblem {
  /** One-based line of the query. */
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** The part of Microsoft's library that is used here; it declares its types as globals of another compiler's runtime. */
interface KustoLibrary {
  readonly GlobalState: { readonly Default: { WithDatabase(database: object): object } };
  readonly KustoCode: {
    ParseAndAnalyze(text: string, globals: object): { GetDiagnostics(): object };
  };
  readonly Symbols: {
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
    readonly TableSymbol: {
      readonly $ctor7: new (name: string, schema: string, description: string) => object;
    };
  };
}
interface Diagnostic {
  readonly Severity: string;
  readonly Code: string;
  readonly Message: string;
  readonly Start: number;
}

const { Kusto, Bridge } = globalThis as unknown as {
  readonly Kusto: { readonly Language: KustoLibrary };
  readonly Bridge: { toArray(list: object): readonly Diagnostic[] };
};
const { GlobalState, KustoCode, Symbols } = Kusto.Language;

const tables = Object.entries(TABLES).map(([name, columns]) => {
  const schema = Object.entries(columns).map(([column, type]) => `${column}: ${type}`);
  return new Symbols.TableSymbol.$ctor7(name, `(${schema.join(', ')})`, '');
});
const applicationInsights = GlobalState.Default.WithDatabase(
  new Symbols.DatabaseSymbol.ctor('application-insights', tables),
);

/** Parses a query with Microsoft's parser and resolves its names in the schema of Application Insights. */
export function checkKusto(query: string): readonly KustoProblem[] {
  const diagnostics = Bridge.toArray(KustoCode.ParseAndAnalyze(query, applicationInsights).GetDiagnostics());
  return diagnostics.map(({ Code, Message, Start }) => ({
    line: query.slice(0, Start).split('\n').length,
    code: Code,
    message: Message,
  }));
}
