import { type Grid, timeAt } from './grid';
import { hashOf, stream } from './random';

const PHASE = stream('lanes.phase');

/** The place of a position of the grid. */
export interface Place {
  readonly lane: number;
  /** Number of the block in its lane. Each block contains one scenario from its first step to its last. */
  readonly block: number;
  readonly step: number;
}

/**
 * Distributes the positions of a grid to lanes, and divides each lane into blocks of equal length.
 *
 * The number of lanes follows from the rate, so that the steps of a block are always `gapSeconds` apart. A
 * higher rate means more concurrent scenarios, not faster ones. Each lane starts at another step, so that
 * every moment has all steps.
 */
export class Lanes {
  readonly count: number;

  constructor(
    readonly grid: Grid,
    readonly blockLength: number,
    gapSeconds: number,
  ) {
    this.count = Math.max(1, Math.round(grid.eventsPerSecond * gapSeconds));
  }

  placeOf(position: number): Place {
    const row = Math.floor(position / this.count);
    const lane = position - row * this.count;
    const shifted = row + this.phaseOf(lane);
    const block = Math.floor(shifted / this.blockLength);
    return { lane, block, step: shifted - block * this.blockLength };
  }

  positionOf({ lane, block, step }: Place): number {
    return (block * this.blockLength + step - this.phaseOf(lane)) * this.count + lane;
  }

  timeOf(place: Place): number {
    return timeAt(this.grid, this.positionOf(place));
  }

  /** A number for a block of a lane, used for draws and ids. */
  scenarioOf({ lane, block }: Pick<Place, 'lane' | 'block'>): number {
    return block * this.count + lane;
  }

  private phaseOf(lane: number): number {
    return hashOf(this.grid.seed, PHASE, lane) % this.blockLength;
  }
}
