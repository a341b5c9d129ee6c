package dev.sojourn.runtime.engine;

import dev.sojourn.runtime.database.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Runs tasks durably: a run is started, parks, is woken, ends; each segment of it commits once.
 *
 * <p>Whoever passes a transaction holds the contact locks of the runs' subjects in it. All methods
 * may be called from any thread.
 */
public interface Engine {
  /**
   * Makes a task known; its due runs are taken up from now on. Replaces a task of the same name.
   */
  Future<Void> serve(Task task);

  /**
   * Stops new claims of a task's runs; those in work go on to their next park. What an engine
   * outside knows of the task is put away, whether it is served here or not.
   */
  Future<Void> retire(String taskName);

  /** Starts runs; they exist if and only if the transaction commits. */
  Future<Void> start(Tx tx, List<NewRun> runs);

  /**
   * Makes parked runs due at once. A run that is gone, not parked yet, or already woken since its
   * last commit is left alone; a blocked one keeps the cause and stays blocked.
   */
  Future<Void> wake(Tx tx, List<Wake> wakes);

  /**
   * Ends runs for good; a segment in flight loses its fence. Answers those that were live, so that
   * the caller can record their end.
   */
  Future<List<EndedRun>> cancel(Tx tx, List<Long> runIds);

  /**
   * Gives live runs to another subject, whose lock the caller holds too. A segment in flight loses
   * its fence and is done again; open waits of the runs and of the subject's own are looked at
   * anew, since both now hear of more events. The subject has no live run of the same task and key.
   */
  Future<Void> move(Tx tx, List<Long> runIds, long subject);

  /**
   * Lets blocked runs go on: due at once, with no attempts counted. Runs that are not blocked are
   * left alone. Takes the contact locks itself. Answers how many it freed.
   */
  Future<Integer> unblock(List<Long> runIds);

  /** Whether tasks of others are to be told of events. */
  default boolean passesOn() {
    return false;
  }

  /** Tells tasks of others of events, at least once, if and only if the transaction commits. */
  default Future<Void> passOn(Tx tx, List<Passed> events) {
    return Future.succeededFuture();
  }

  /** The live runs of subjects, by id; they stay so while the caller holds the subjects' locks. */
  Future<List<LiveRun>> live(Tx tx, Collection<Long> subjects);

  /** The names of the tasks that have live runs, whoever serves them. */
  Future<Set<String>> liveTasks();

  /** What the engine is doing now, as far as is known; an old count of blocked runs is renewed. */
  EngineStatus status();

  /** What the engine is doing now, with the blocked runs counted within the last seconds. */
  Future<EngineStatus> look();

  /**
   * Stops claims, lets the segments in work commit for at most 30 s, closes the connections. A
   * second call answers the future of the first.
   */
  Future<Void> stop();
}
