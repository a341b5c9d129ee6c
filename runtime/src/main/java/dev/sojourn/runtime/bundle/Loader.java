package dev.sojourn.runtime.bundle;

import dev.sojourn.core.definition.DefinitionJson;
import dev.sojourn.core.definition.ListsJson;
import dev.sojourn.core.render.Template;
import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.dsl.compile.InvalidScript;
import dev.sojourn.dsl.compile.Script;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the stored active set one that can be used. Its journeys are as their stored definitions
 * say; a script that this process has not compiled is left to the first run that asks for it.
 */
final class Loader {
  private static final Logger log = LoggerFactory.getLogger(Loader.class);

  private final BundleStore store;
  private final Scripts scripts;
  private final BundleThreads threads;

  Loader(BundleStore store, Scripts scripts, BundleThreads threads) {
    this.store = store;
    this.scripts = scripts;
    this.threads = threads;
  }

  /**
   * A set in force.
   *
   * @param retired the last versions of templates that were removed
   * @param compiled the scripts of the set that this process has compiled
   */
  record InForce(
      ActiveSet set, Map<String, ActiveTemplate> retired, Map<Integer, Script> compiled) {
    static final InForce NOTHING = new InForce(ActiveSet.NONE, Map.of(), Map.of());
  }

  /** What is already compiled, by version. */
  record Known(
      Map<Integer, Script> scripts,
      Map<Integer, Template> templates,
      Map<Integer, Version> others) {
    static final Known NOTHING = new Known(Map.of(), Map.of(), Map.of());
  }

  /** The stored set, its templates compiled. */
  Future<InForce> load(StoredSet stored, Known known) {
    var members = stored.members();
    var versions = store.versions(missing(members, known));
    var retired = store.templatesBut(members.of(Kind.TEMPLATE).keySet());
    var naming = store.withOwnEvents();
    return Future.all(versions, retired, naming)
        .compose(
            read ->
                Future.all(
                    templates(members, versions.result(), known),
                    compiled(retired.result(), known),
                    others(members, versions.result(), known)))
        .map(
            made -> {
              var journeys = journeys(members, versions.result(), known);
              return new InForce(
                  new ActiveSet(
                      stored.number(),
                      journeys.active(),
                      made.resultAt(0),
                      lists(versions.result()),
                      made.resultAt(2),
                      naming.result()),
                  made.resultAt(1),
                  journeys.compiled());
            });
  }

  /** The versions that have to be read, since this process has not compiled them. */
  private List<Integer> missing(Members members, Known known) {
    var missing = new ArrayList<Integer>();
    for (var version : members.versions()) {
      if (!known.scripts().containsKey(version)
          && !known.templates().containsKey(version)
          && !known.others().containsKey(version)
          && scripts.known(version) == null) {
        missing.add(version);
      }
    }
    return missing;
  }

  private Future<ActiveFiles> others(Members members, List<StoredVersion> stored, Known known) {
    return threads.run(
        () -> {
          var versions = new HashMap<>(known.others());
          for (var version : stored) {
            if (Kind.OUTSIDE.contains(version.kind())) {
              compile(version, versions);
            }
          }
          return new OutsideFiles(members, versions).active();
        });
  }

  private static void compile(StoredVersion version, Map<Integer, Version> into) {
    try {
      into.put(version.number(), Version.ofOutside(version.kind(), version.id(), version.source()));
    } catch (InvalidScript e) {
      log.error(
          "{} version {} does not compile here: {}",
          version.kind().wire(),
          version.number(),
          e.getMessage());
    }
  }

  private static ActiveLists lists(List<StoredVersion> stored) {
    return stored.stream()
        .filter(version -> version.kind() == Kind.LISTS)
        .findFirst()
        .map(one -> new ActiveLists(one.number(), one.hash(), ListsJson.read(one.definition())))
        .orElse(ActiveLists.NONE);
  }

  /** The journeys of a set, and the scripts among them that are compiled. */
  private record Journeys(Map<String, ActiveJourney> active, Map<Integer, Script> compiled) {}

  private Journeys journeys(Members members, List<StoredVersion> stored, Known known) {
    var journeys = new Journeys(new HashMap<>(), new HashMap<>());
    members
        .of(Kind.JOURNEY)
        .forEach(
            (id, version) -> {
              var running = scripts.known(version);
              var script = running != null ? running : known.scripts().get(version);
              if (script != null) {
                var journey = new ActiveJourney(version, script.hash(), script.definition());
                journeys.active().put(id, journey);
                journeys.compiled().put(version, script);
              }
            });
    for (var version : stored) {
      if (version.kind() == Kind.JOURNEY) {
        var definition = DefinitionJson.read(version.definition());
        var journey = new ActiveJourney(version.number(), version.hash(), definition);
        journeys.active().put(version.id(), journey);
      }
    }
    return journeys;
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
    return threads.run(
        () -> {
          var templates = new HashMap<String, ActiveTemplate>();
          for (var version : stored) {
            if (version.kind() == Kind.TEMPLATE) {
              compile(version, known, templates);
            }
          }
          return templates;
        });
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
