package dev.sojourn.hatchet.fake

import spock.lang.Specification

/** Workers without a mind, for features that speak the wire: hired for one, and let go after it. */
abstract class WireFixture extends Specification {
  /** The workflow of {@link #begun}. */
  protected String flow
  private final List<WireWorker> workers = []

  abstract WireClient client()

  /** A name for a workflow that no other feature has. */
  protected String named(String workflow) {
    workflow
  }

  /** Called when there are so many workers. */
  protected void hired(int count) {
  }

  def cleanup() {
    workers*.close()
  }

  /** A workflow of one task, and the worker that serves it. */
  protected WireWorker serving(Map options = [:], String workflow) {
    kept(WireWorker.serving(client(), workflow, options))
  }

  protected WireWorker another(String workflow) {
    kept(new WireWorker(client(), ["$workflow:step".toString()]))
  }

  private WireWorker kept(WireWorker worker) {
    workers.add(worker)
    hired(workers.size())
    worker
  }

  /** A workflow with a worker that has been given its first run: the worker, its task, and the run's id. */
  protected List begun(Map options = [:], String workflow) {
    flow = named(workflow)
    def worker = serving(options, flow)
    def run = client().trigger(flow, (options.input ?: [:]) as Map)
    [worker, worker.action(), run]
  }
}
