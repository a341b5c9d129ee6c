package dev.sojourn.runtime.app

import groovy.transform.CompileStatic

/**
 * What is done to one contact, drawn from a seed: one moment after the other, each once the moment
 * before is answered. What a moment holds is started together.
 */
@CompileStatic
class RacePlan {
  /** An event to take in, or a cancel by hand when it has no name; by one of two processes. */
  record Deed(String name, String json, String key, int process) {}

  record Moment(int pauseMs, List<Deed> deeds) {}

  final long seed
  final List<Moment> moments = []
  private final SplittableRandom random
  private final List<Deed> keyed = []

  RacePlan(long seed) {
    this.seed = seed
    random = new SplittableRandom(seed)
    moments << new Moment(0, chance(20) ? [began(), deed()] : [began()])
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      moments << new Moment(chance(50) ? 0 : span(1, 9), chance(75) ? [deed()] : [deed(), deed(), deed()])
    }
  }

  /** How the contact is known. */
  String getContact() {
    'r' + seed
  }

  @Override
  String toString() {
    moments.collect { "after ${it.pauseMs()} ms ${it.deeds()}" }.join('\n')
  }

  private Deed deed() {
    int choice = random.nextInt(100)
    choice < 45 ? event('race.went', null)
        : choice < 70 ? event('race.answered', '{"right":' + chance(75) + '}')
        : choice < 77 ? began()
        : choice < 85 ? event('race.left', null)
        : choice < 88 ? new Deed(null, null, null, process())
        : keyed.empty ? event('race.went', null)
        : again(keyed[random.nextInt(keyed.size())])
  }

  private Deed began() {
    event('race.began', '{"waits":' + (1 + random.nextInt(3))
        + ',"first":' + span(8, 8) + ',"second":' + span(8, 8) + ',"third":' + span(8, 8) + '}')
  }

  private Deed event(String name, String json) {
    Deed deed = new Deed(name, json, chance(25) ? seed + '-' + keyed.size() : null, process())
    if (deed.key() != null) {
      keyed << deed
    }
    deed
  }

  private Deed again(Deed first) {
    new Deed(first.name(), first.json(), first.key(), process())
  }

  /** Milliseconds, of each order of magnitude as often, so that some fit however busy the machine is. */
  private int span(int least, int orders) {
    int order = least << random.nextInt(orders)
    order + random.nextInt(order)
  }

  private int process() {
    random.nextInt(2)
  }

  private boolean chance(int percent) {
    random.nextInt(100) < percent
  }
}
