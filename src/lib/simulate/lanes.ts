import { type Grid, timeAt } from './grid';
import { hashOf, stream } from './random';

const PHASE = stream('lanes.phase');

/** Where a position of the grid lies. */
export interface Place {
  readonly lane: number;
  /** Counts the blocks of the lane; a block tells one story from its first step to its last. */
  readonly block: number;
  readonly step: number;
}

/**
 * Deals the positions of a grid to lanes, and cuts each lane into blocks of equal length.
 *
 * There are as many lanes as make the steps of a block lie `gapSeconds` apart, whatever the rate: a higher rate means
 * more stories at once, not faster ones. Each lane starts at another step, so that every moment shows every step.
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

  /** One number for a block of a lane, to draw from and to make ids of. */
  scenarioOf({ lane, block }: Pick<Place, 'lane' | 'block'>): number {
    return block * this.count + lane;
  }

  private phaseOf(lane: number): number {
    return hashOf(this.grid.seed, PHASE, lane) % this.blockLength;
  }
}
