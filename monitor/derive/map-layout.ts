/** Positions of all parts of the map, in pixels. */
export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
  readonly columns: Readonly<Record<'hub' | 'bronze' | 'silver' | 'gold' | 'sinks', number>>;
  readonly bronze: Box;
  readonly silver: Box;
  readonly gold: Box;
  readonly sinks: Box;
  readonly live: Box;
  readonly quarantine: Box;
  readonly paths: Readonly<
    Record<'toQuarantine' | 'toSilver' | 'toGold' | 'goldToSinks' | 'liveToSinks', string>
  >;
}

export interface Lane {
  readonly source: string;
  readonly y: number;
  /** Paths from source to hub, from hub to Bronze, and from hub to the live windows. */
  readonly toHub: string;
  readonly toBronze: string;
  readonly toLive: string;
  readonly hubX: number;
  /** Right end of the bar of waiting events before Bronze, and its maximum length. */
  readonly gateX: number;
  readonly poolLength: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const TOP = 46;
const LANE = 60;
const RADIUS = 12;
/** Distance of parallel paths. */
const PITCH = 11;

/**
 * Lays out the map. Each source has a lane from the left, through its hub, to Bronze; from there one path
 * goes through Silver and Gold. The path of the live windows is below. Both end at the sinks.
 */
export function layoutMap(sources: readonly string[], width: number): MapLayout {
  const count = Math.max(1, sources.length);
  const at = (share: number): number => Math.round(width * share);
  const hubX = at(0.235);
  const middle = TOP + (LANE * count) / 2;
  const bronze = { x: at(0.43), y: TOP, width: at(0.1), height: LANE * count };
  const silver = { x: at(0.615), y: middle - 46, width: at(0.095), height: 92 };
  const gold = { x: at(0.755), y: middle - 46, width: at(0.095), height: 92 };
  const below = TOP + LANE * count;
  const live = { x: silver.x, y: below + 52, width: gold.x + gold.width - silver.x, height: 62 };
  const sinks = {
    x: at(0.9),
    y: middle - 46,
    width: width - at(0.9) - 1,
    height: live.y + live.height - middle + 46,
  };
  const quarantine = { x: bronze.x, y: below + 18, width: bronze.width, height: 34 };
  return {
    width,
    height: live.y + live.height + 14,
    columns: { hub: hubX, bronze: bronze.x, silver: silver.x, gold: gold.x, sinks: sinks.x },
    bronze,
    silver,
    gold,
    sinks,
    live,
    quarantine,
    lanes: sources.map((source, index) => toLane(source, index, { hubX, bronze, live, count })),
    paths: {
      toQuarantine: `M${bronze.x + bronze.width / 2} ${below}V${quarantine.y}`,
      toSilver: across(bronze.x + bronze.width, silver.x, middle),
      toGold: across(silver.x + silver.width, gold.x, middle),
      goldToSinks: across(gold.x + gold.width, sinks.x, middle),
      liveToSinks: across(live.x + live.width, sinks.x, live.y + live.height / 2),
    },
  };
}

interface LanePlaces {
  readonly hubX: number;
  readonly bronze: Box;
  readonly live: Box;
  readonly count: number;
}

function toLane(source: string, index: number, { hubX, bronze, live, count }: LanePlaces): Lane {
  const y = TOP + LANE * index + LANE / 2;
  // Paths to the live windows are parallel. The first source's is the innermost, so that they do not cross.
  const turnX = hubX + 22 + (count - 1 - index) * PITCH;
  const endY = live.y + live.height / 2 + (index - (count - 1) / 2) * PITCH;
  return {
    source,
    y,
    hubX,
    gateX: bronze.x,
    poolLength: Math.round((bronze.x - hubX) * 0.45),
    toHub: across(0, hubX, y),
    toBronze: across(hubX, bronze.x, y),
    toLive: `M${hubX} ${y}L${turnX} ${y + (turnX - hubX)}V${endY - RADIUS}A${RADIUS} ${RADIUS} 0 0 0 ${turnX + RADIUS} ${endY}H${live.x}`,
  };
}

function across(from: number, to: number, y: number): string {
  return `M${from} ${y}H${to}`;
}

/** Length of the bar of waiting events. It grows with the logarithm, so that both ten and a million are visible. */
export function toPoolLength(lag: number, most: number): number {
  return lag <= 0 ? 0 : Math.min(most, 6 + (most / 6) * Math.log10(1 + lag));
}

/** The speed of dots on a path, in pixels a second, and its thickness. Without events, nothing moves. */
export function toFlow(rate: number | null): { readonly speed: number; readonly thickness: number } {
  if (rate === null || rate <= 0) return { speed: 0, thickness: 2 };
  const size = Math.log10(1 + rate);
  return { speed: 16 + 26 * size, thickness: Math.min(7, 2 + size) };
}
