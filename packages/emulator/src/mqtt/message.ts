/** Messages of the emulator's services, and where they go. */

/** A message of a service; the payload is sent as JSON, without members that are undefined. */
export interface Message {
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Where messages go. It knows who listens, so that nothing is worked out for nobody. */
export interface MessageSink {
  /** Returns whether anybody may listen to the jobs topics of the thing. */
  hearsThing(regionName: string, thingName: string): boolean;
  /** Returns whether anybody may listen to the event topics of back ends. */
  hearsEvents(regionName: string): boolean;
  /** Sends a message to whom it concerns, in the order of the calls. */
  publish(regionName: string, message: Message): void;
}
