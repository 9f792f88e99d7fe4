/** Which messages of the services anybody may listen to, so that a rollout over 100,000 things makes none for nobody. */

export interface Interest {
  /** Takes up a subscription. Interest does not end: a session may outlive its connection. */
  add(filter: string): void;
  hearsThing(thingName: string): boolean;
  hearsEvents(): boolean;
}

/** Returns the interest of nobody. */
export function createInterest(): Interest {
  const things = new Set<string>();
  let everyThing = false;
  let events = false;
  return {
    add(filter) {
      const [root, family = '', name = '#'] = filter.split('/');
      // Wildcards of the first level do not match topics that begin with $ [MQTT-4.7.2-1].
      if (root !== '$aws') return;
      const anyFamily = family === '+' || family === '#';
      events ||= anyFamily || family === 'events';
      if (!anyFamily && family !== 'things') return;
      if (name === '+' || name === '#') everyThing = true;
      else things.add(name);
    },
    hearsThing: (thingName) => everyThing || things.has(thingName),
    hearsEvents: () => events,
  };
}
