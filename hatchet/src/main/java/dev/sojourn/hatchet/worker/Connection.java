package dev.sojourn.hatchet.worker;

import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.HatchetException.Kind;
import java.util.List;

/**
 * Where a session with the engine stands, and what follows from an event: pure.
 *
 * <pre>
 * Registering ──registered──▶ Opening ──first heartbeat taken──▶ Listening
 *      ▲  │                     ▲  │ stream ends, heartbeats refused │
 *      │  └─refused at first    │  ▼                                 │
 *      │    ─▶ Refused        Waiting ◀──────────────────────────────┘
 *      └──the engine does not know the worker───────────────────────(any)
 * </pre>
 *
 * Only a heartbeat that is taken shows that the engine has the listening stream: opening it answers
 * nothing. So heartbeats are sent while there is a stream, and a worker whose stream is down is
 * left to the engine's own judgement.
 */
sealed interface Connection {
  /** Heartbeats that may be refused while a new stream settles, half a second apart. */
  int SETTLING_BEATS = 4;

  /** Heartbeats without an answer after which the transport is taken for dead. */
  int SILENT_BEATS = 2;

  /** Registrations that may fail in passing before the first one succeeds. */
  int FIRST_TRIES = 8;

  /** What follows from an event. */
  Step on(Event event);

  /** The next state, and what is to be done, in order. */
  record Step(Connection next, List<Effect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }

    static Step of(Connection next, Effect... effects) {
      return new Step(next, List.of(effects));
    }
  }

  /** What happens to a session. */
  sealed interface Event {
    record Registered(String workerId) implements Event {}

    record RegisterFailed(HatchetException failure) implements Event {}

    /** The pause before the next try is over. */
    record PauseOver() implements Event {}

    /** {@code kind} is why, UNANSWERED if the engine ended it in peace. */
    record StreamEnded(Kind kind) implements Event {}

    record BeatTaken() implements Event {}

    record BeatFailed(Kind kind) implements Event {}
  }

  /** What a session's state asks of the shell. */
  sealed interface Effect {
    record Register() implements Effect {}

    /** Opens the listening stream and sends a heartbeat at once, and then every 4 s. */
    record Listen(String workerId) implements Effect {}

    /** Closes the listening stream and sends no further heartbeat. */
    record Unlisten() implements Effect {}

    /** One heartbeat more, half a second from now. */
    record BeatSoon() implements Effect {}

    /** Leaves the transport for a new one. */
    record Reconnect() implements Effect {}

    /** Waits, the longer the more tries have failed. */
    record Pause(int failures) implements Effect {}

    /** The engine has the stream: the session is up. */
    record Up() implements Effect {}

    /** The worker is unknown: gives up its tasks and its durable stream. */
    record Forget() implements Effect {}

    /** The first registration failed for good. */
    record GiveUp(HatchetException failure) implements Effect {}
  }

  /** Whether tasks arrive at present. */
  default boolean isUp() {
    return false;
  }

  /** The state in which a session begins. */
  static Step begun() {
    return Step.of(new Registering(true, 0, false), new Effect.Register());
  }

  /**
   * Waits for the engine's answer to a registration, or for the next try.
   *
   * @param first whether none has succeeded yet
   * @param failures tries that failed, one after another
   * @param pausing whether it waits for the next try
   */
  record Registering(boolean first, int failures, boolean pausing) implements Connection {
    @Override
    public Step on(Event event) {
      if (event instanceof Event.Registered registered) {
        return Step.of(
            new Opening(registered.workerId(), 0, 0), new Effect.Listen(registered.workerId()));
      }
      if (event instanceof Event.RegisterFailed failed) {
        boolean passing = failed.failure().kind().passes() && failures < FIRST_TRIES;
        return first && !passing
            ? Step.of(new Refused(), new Effect.GiveUp(failed.failure()))
            : Step.of(new Registering(first, failures + 1, true), new Effect.Pause(failures + 1));
      }
      return event instanceof Event.PauseOver && pausing
          ? Step.of(new Registering(first, failures, false), new Effect.Register())
          : Step.of(this);
    }
  }

  /**
   * The stream is opened and the engine has not confirmed it.
   *
   * @param failures streams before this one that were never confirmed
   * @param refusals heartbeats refused since it was opened
   */
  record Opening(String workerId, int failures, int refusals) implements Connection {
    @Override
    public Step on(Event event) {
      if (event instanceof Event.BeatTaken) {
        return Step.of(new Listening(workerId, 0), new Effect.Up());
      }
      if (event instanceof Event.BeatFailed failed && failed.kind() == Kind.OUT_OF_TURN) {
        return refusals + 1 < SETTLING_BEATS
            ? Step.of(new Opening(workerId, failures, refusals + 1), new Effect.BeatSoon())
            : lost(workerId, failures + 1, false);
      }
      if (event instanceof Event.BeatFailed failed) {
        return unknown(failed.kind())
            ? forgotten()
            : lost(workerId, failures + 1, failed.kind() == Kind.UNANSWERED);
      }
      return event instanceof Event.StreamEnded ended
          ? ended(workerId, failures + 1, ended.kind())
          : Step.of(this);
    }
  }

  /**
   * The engine has the stream.
   *
   * @param silences heartbeats without an answer, one after another
   */
  record Listening(String workerId, int silences) implements Connection {
    @Override
    public boolean isUp() {
      return true;
    }

    @Override
    public Step on(Event event) {
      if (event instanceof Event.BeatTaken) {
        return Step.of(new Listening(workerId, 0));
      }
      if (event instanceof Event.BeatFailed failed) {
        if (unknown(failed.kind())) {
          return forgotten();
        }
        if (failed.kind() == Kind.OUT_OF_TURN) {
          return lost(workerId, 0, false);
        }
        return silences + 1 < SILENT_BEATS
            ? Step.of(new Listening(workerId, silences + 1))
            : lost(workerId, 0, true);
      }
      return event instanceof Event.StreamEnded ended
          ? ended(workerId, 0, ended.kind())
          : Step.of(this);
    }
  }

  /** The stream is down and will be opened again for the same worker. */
  record Waiting(String workerId, int failures) implements Connection {
    @Override
    public Step on(Event event) {
      if (event instanceof Event.BeatFailed failed && unknown(failed.kind())) {
        return forgotten();
      }
      return event instanceof Event.PauseOver
          ? Step.of(new Opening(workerId, failures, 0), new Effect.Listen(workerId))
          : Step.of(this);
    }
  }

  /** The engine turned the first registration down. */
  record Refused() implements Connection {
    @Override
    public Step on(Event event) {
      return Step.of(this);
    }
  }

  private static Step ended(String workerId, int failures, Kind kind) {
    return unknown(kind) ? forgotten() : lost(workerId, failures, false);
  }

  private static boolean unknown(Kind kind) {
    return kind == Kind.NOT_FOUND;
  }

  private static Step lost(String workerId, int failures, boolean deadTransport) {
    var waiting = new Waiting(workerId, failures);
    return deadTransport
        ? Step.of(
            waiting, new Effect.Unlisten(), new Effect.Reconnect(), new Effect.Pause(failures))
        : Step.of(waiting, new Effect.Unlisten(), new Effect.Pause(failures));
  }

  private static Step forgotten() {
    return Step.of(
        new Registering(false, 0, false),
        new Effect.Unlisten(),
        new Effect.Forget(),
        new Effect.Register());
  }
}
