/** One partition as one consumer group reads it. */
export interface CheckpointPlace {
  readonly hub: string;
  readonly consumerGroup: string;
  readonly partition: number;
}

/** Where a trigger reads on: after this event. */
export interface CheckpointPosition {
  readonly sequenceNumber: number;
  /** Of the same event; undefined where it is not known, and the sequence number alone counts. */
  readonly offset: string | undefined;
}

export interface StoredCheckpoint extends Omit<CheckpointPosition, 'sequenceNumber'> {
  /** Undefined where the host kept none: then the offset alone says where it reads on. */
  readonly sequenceNumber: number | undefined;
  readonly etag: string;
}

/** A host's claim to a partition. */
export interface Ownership {
  /** Empty once it was given up. */
  readonly owner: string;
  /** Since the claim was made or renewed, by the clock of the store. */
  readonly renewedSecondsAgo: number;
}

/** Checkpoints and claims of the Event Hubs trigger. */
export interface TriggerState {
  /** Undefined where the trigger never checkpointed. @throws SluiceError `checkpoint_unavailable` */
  readCheckpoint(place: CheckpointPlace): Promise<StoredCheckpoint | undefined>;
  /**
   * Moves a checkpoint, if nobody else did since it was read.
   *
   * @param etag of the checkpoint as it was read; undefined where there was none
   * @throws SluiceError `checkpoint_unavailable`
   */
  moveCheckpoint(
    place: CheckpointPlace,
    to: CheckpointPosition,
    etag: string | undefined,
  ): Promise<'moved' | 'changed meanwhile'>;
  /** Undefined where nobody ever claimed the partition. @throws SluiceError `checkpoint_unavailable` */
  readOwnership(place: CheckpointPlace): Promise<Ownership | undefined>;
}

/** The settings of the function app as a whole: Azure replaces all of them at once, and the app restarts. */
export interface AppSettings {
  /** @throws SluiceError `resource_manager_unavailable`, `resource_manager_refused` */
  read(): Promise<Readonly<Record<string, string>>>;
  /** @throws SluiceError `resource_manager_unavailable`, `resource_manager_refused` */
  replace(settings: Readonly<Record<string, string>>): Promise<void>;
}
