package dev.sojourn.runtime.bundle;

import dev.sojourn.core.definition.DefinitionJson;
import dev.sojourn.core.render.Template;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.Script;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the stored active set one that can be used, compiling what this process does not have. */
final class Loader {
  private static final Logger log = LoggerFactory.getLogger(Loader.class);

  private final BundleStore store;
  private final Scripts scripts;
  private final WorkerExecutor workers;

  Loader(BundleStore store, Scripts scripts, WorkerExecutor workers) {
    this.store = store;
    this.scripts = scripts;
    this.workers = workers;
  }

  /**
   * A set in force.
   *
   * @param retired the last versions of templates that were removed
   * @param compiled the scripts of the set that this process could compile
   * @param fresh those among them that were compiled for it, and are held for whoever takes it
   */
  record InForce(
      ActiveSet set,
      Map<String, ActiveTemplate> retired,
      Map<Integer, Script> compiled,
      List<Script> fresh) {
    static final InForce NOTHING = new InForce(ActiveSet.NONE, Map.of(), Map.of(), List.of());
  }

  /** What is already compiled, by version. */
  record Known(Map<Integer, Script> scripts, Map<Integer, Template> templates) {
    static final Known NOTHING = new Known(Map.of(), Map.of());
  }

  /** The stored set, with everything compiled. */
  Future<InForce> load(StoredSet stored, Known known) {
    var members = stored.members();
    var missing = new ArrayList<Integer>();
    for (var version : members.versions()) {
      if (!known.scripts().containsKey(version)
          && !known.templates().containsKey(version)
          && scripts.known(version) == null) {
        missing.add(version);
      }
    }
    var versions = store.versions(missing);
    var retired = store.templatesBut(members.of(Kind.TEMPLATE).keySet());
    var naming = store.withOwnEvents();
    return Future.all(versions, retired, naming)
        .compose(
            read ->
                Future.all(
                    scripts(members, versions.result(), known),
                    templates(members, versions.result(), known),
                    compiled(retired.result(), known)))
        .map(
            made ->
                new InForce(
                    new ActiveSet(
                        stored.number(),
                        made.<Journeys>resultAt(0).active(),
                        made.resultAt(1),
                        naming.result()),
                    made.resultAt(2),
                    made.<Journeys>resultAt(0).compiled(),
                    made.<Journeys>resultAt(0).fresh()));
  }

  /** The journeys of a set, and the scripts among them that really run. */
  private record Journeys(
      Map<String, ActiveJourney> active, Map<Integer, Script> compiled, List<Script> fresh) {}

  private Future<Journeys> scripts(Members members, List<StoredVersion> stored, Known known) {
    var journeys = new Journeys(new HashMap<>(), new HashMap<>(), new ArrayList<>());
    var compiling = new ArrayList<Future<Script>>();
    members
        .of(Kind.JOURNEY)
        .forEach(
            (id, version) -> {
              var running = scripts.known(version);
              var script = running != null ? running : known.scripts().get(version);
              if (script != null) {
                add(journeys, id, version, script);
              }
            });
    for (var version : stored) {
      if (version.kind() == Kind.JOURNEY) {
        compiling.add(
            scripts
                .compile(version)
                .onSuccess(script -> addFresh(journeys, version, script))
                .recover(failure -> Future.succeededFuture(standIn(journeys, version, failure))));
      }
    }
    return Future.all(List.copyOf(compiling)).map(done -> journeys);
  }

  private static void addFresh(Journeys journeys, StoredVersion version, Script script) {
    add(journeys, version.id(), version.number(), script);
    journeys.fresh().add(script);
  }

  private static void add(Journeys journeys, String id, int version, Script script) {
    journeys.active().put(id, new ActiveJourney(version, script));
    journeys.compiled().put(version, script);
  }

  // Ingest needs the definition alone; the runs it starts are blocked until a process can run them.
  private static Script standIn(Journeys journeys, StoredVersion version, Throwable failure) {
    log.error("active set: {}", failure.getMessage());
    var script =
        new Script(
            version.hash(),
            version.kind().path(version.id()),
            version.source(),
            DefinitionJson.read(version.definition()),
            scope -> {
              throw new Uncompilable(String.valueOf(failure.getMessage()), failure);
            });
    journeys.active().put(version.id(), new ActiveJourney(version.number(), script));
    return script;
  }

  private Future<Map<String, ActiveTemplate>> templates(
      Members members, List<StoredVersion> stored, Known known) {
    var templates = new HashMap<String, ActiveTemplate>();
    members
        .of(Kind.TEMPLATE)
        .forEach(
            (key, version) -> {
              var template = known.templates().get(version);
              if (template != null) {
                templates.put(key, new ActiveTemplate(version, template));
              }
            });
    return compiled(stored, known)
        .map(
            more -> {
              templates.putAll(more);
              return templates;
            });
  }

  private Future<Map<String, ActiveTemplate>> compiled(List<StoredVersion> stored, Known known) {
    return workers.executeBlocking(
        () -> {
          var templates = new HashMap<String, ActiveTemplate>();
          for (var version : stored) {
            if (version.kind() == Kind.TEMPLATE) {
              compile(version, known, templates);
            }
          }
          return templates;
        },
        false);
  }

  private static void compile(
      StoredVersion version, Known known, Map<String, ActiveTemplate> into) {
    try {
      var template = known.templates().get(version.number());
      into.put(
          version.id(),
          new ActiveTemplate(
              version.number(),
              template != null
                  ? template
                  : TemplateSet.fromSource(version.id(), version.source())));
    } catch (IllegalArgumentException e) {
      log.error("template version {} does not compile here: {}", version.number(), e.getMessage());
    }
  }
}
