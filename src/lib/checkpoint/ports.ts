/** One partition in one consumer group. */
export interface CheckpointPlace {
  readonly hub: string;
  readonly consumerGroup: string;
  readonly partition: number;
}

/** The event after which a trigger continues. */
export interface CheckpointPosition {
  readonly sequenceNumber: number;
  /** Offset of the same event. If it is undefined, only the sequence number counts. */
  readonly offset: string | undefined;
}

export interface StoredCheckpoint extends Omit<CheckpointPosition, 'sequenceNumber'> {
  /** Undefined if the host stored none. Then the offset alone is the position. */
  readonly sequenceNumber: number | undefined;
  readonly etag: string;
}

/** A host's claim to a partition. */
export interface Ownership {
  /** Empty if the claim was released. */
  readonly owner: string;
  /** Seconds since the claim was made or renewed, by the clock of the store. */
  readonly renewedSecondsAgo: number;
}

/** Checkpoints and claims of the Event Hubs trigger. */
export interface TriggerState {
  /** Returns undefined if the trigger never wrote a checkpoint. @throws SluiceError `checkpoint_unavailable` */
  readCheckpoint(place: CheckpointPlace): Promise<StoredCheckpoint | undefined>;
  /**
   * Moves a checkpoint if it is unchanged since it was read.
   *
   * @param etag of the checkpoint that was read; undefined if there was none
   * @throws SluiceError `checkpoint_unavailable`
   */
  moveCheckpoint(
    place: CheckpointPlace,
    to: CheckpointPosition,
    etag: string | undefined,
  ): Promise<'moved' | 'changed meanwhile'>;
  /** Returns undefined if no host ever claimed the partition. @throws SluiceError `checkpoint_unavailable` */
  readOwnership(place: CheckpointPlace): Promise<Ownership | undefined>;
}

/** The settings of the function app. Azure replaces all of them at once, and the app restarts. */
export interface AppSettings {
  /** @throws SluiceError `resource_manager_unavailable`, `resource_manager_refused` */
  read(): Promise<Readonly<Record<string, string>>>;
  /** @throws SluiceError `resource_manager_unavailable`, `resource_manager_refused` */
  replace(settings: Readonly<Record<string, string>>): Promise<void>;
}
