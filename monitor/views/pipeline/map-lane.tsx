import { type VNode } from 'preact';
import { type SourceStatus } from '../../data/api';
import { toCount, toRate } from '../../derive/format';
import { type Lane, toPoolLength } from '../../derive/map-layout';
import { isLate } from '../../derive/health';
import { type Rates } from '../../derive/rates';
import { toHash } from '../../derive/route';
import { Flow } from './flow';

/** One source's lane: its events flow to the hub and to Bronze. Events that have not landed are a bar before Bronze. */
export function MapLane({
  lane,
  rates,
  status,
}: {
  readonly lane: Lane;
  readonly rates: Rates | undefined;
  readonly status: SourceStatus | undefined;
}): VNode {
  const { source, y, hubX, gateX } = lane;
  const lag = status?.bronze?.lag ?? null;
  const pool = toPoolLength(lag ?? 0, lane.poolLength);
  const late = lag !== null && isLate(lag, rates?.received ?? null);
  const href = toHash('partitions', [], { source });
  return (
    <g class={`lane ${late ? 'late' : ''}`}>
      <Flow path={lane.toLive} rate={rates?.aggregated ?? null} tone="live" scale={0.75} />
      <Flow path={lane.toHub} rate={rates?.received ?? null} tone="hub" />
      <Flow path={lane.toBronze} rate={rates?.landed ?? null} tone="bronze" />
      <rect class="pool" x={gateX - pool} y={y - 9} width={pool} height="18" rx="2" />
      <path class="gate" d={`M${gateX} ${y - 15}V${y + 15}`} />
      <text class="pool-text" x={gateX - 6} y={y - 14}>
        {lag === null ? 'unknown' : lag === 0 ? '' : `${toCount(lag)} waiting`}
      </text>
      <a href={href} class="lane-source" aria-description={`${toCount(lag)} events wait for landing`}>
        <rect class="lane-hit" x="0" y={y - 26} width={Math.max(80, hubX - 40)} height="22" />
        <text class="lane-name" x="0" y={y - 10}>
          {source} <tspan class="lane-rate">{toRate(rates?.received ?? null)}/s</tspan>
        </text>
      </a>
      <circle class={`hub-node ${status?.hub === null ? 'unknown' : ''}`} cx={hubX} cy={y} r="7" />
      <text class="hub-text" x={hubX - 14} y={y - 14}>
        {toCount(status?.hub?.received)}
      </text>
    </g>
  );
}
