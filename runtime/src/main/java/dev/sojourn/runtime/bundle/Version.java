package dev.sojourn.runtime.bundle;

import dev.sojourn.core.definition.DefinitionJson;
import dev.sojourn.core.definition.ListsJson;
import dev.sojourn.core.render.FrontMatter;
import dev.sojourn.core.render.Template;
import dev.sojourn.core.replay.Json;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.dsl.compile.ScriptCompiler;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.dsl.provider.DestinationFile;
import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.dsl.source.Proof;
import dev.sojourn.dsl.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A checked version of a file, as it is stored. */
sealed interface Version {
  /** 64 hex digits over everything it is made of: its source, unless it says otherwise. */
  default String hash() {
    return ScriptCompiler.hash(source());
  }

  /** What it can be compiled from again. */
  String source();

  /** What it says about itself, as JSON. */
  String definition();

  /** A version of a journey. */
  record OfJourney(Script script) implements Version {
    @Override
    public String hash() {
      return script.hash();
    }

    @Override
    public String source() {
      return script.source();
    }

    @Override
    public String definition() {
      return DefinitionJson.write(script.definition());
    }
  }

  /** A version of the lists. */
  record OfLists(String source, ListsDefinition lists) implements Version {
    @Override
    public String definition() {
      return ListsJson.write(lists);
    }
  }

  /** A version of a mail provider. */
  record OfProvider(ProviderFile file) implements Version {
    @Override
    public String source() {
      return file.source();
    }

    @Override
    public String definition() {
      return Json.write(Map.of("secrets", file.secrets()));
    }
  }

  /** A version of a destination of webhooks. */
  record OfDestination(DestinationFile file) implements Version {
    @Override
    public String source() {
      return file.source();
    }

    @Override
    public String definition() {
      return "{}";
    }
  }

  /**
   * A version of a file by which an operator speaks with others.
   *
   * @throws dev.sojourn.dsl.compile.InvalidScript with everything that is wrong with it
   */
  static Version ofOutside(Kind kind, String id, String source) {
    var path = kind.path(id);
    return switch (kind) {
      case SOURCE -> new OfSource(SourceFile.compile(path, id, source));
      case PROVIDER -> new OfProvider(ProviderFile.compile(path, id, source));
      case DESTINATION -> new OfDestination(DestinationFile.compile(path, id, source));
      default -> throw new IllegalArgumentException("a " + kind.wire() + " is no such file");
    };
  }

  /** A version of a source of webhooks. */
  record OfSource(SourceFile file) implements Version {
    @Override
    public String source() {
      return file.source();
    }

    @Override
    public String definition() {
      return Json.write(
          Map.of("secrets", file.proofs().stream().map(Proof::secret).distinct().toList()));
    }
  }

  /** A version of a template. */
  record OfTemplate(Template template) implements Version {
    @Override
    public String hash() {
      return template.hash();
    }

    @Override
    public String source() {
      return template.source();
    }

    @Override
    public String definition() {
      return Json.write(fields(template.frontMatter()));
    }

    private static Map<String, @Nullable Object> fields(FrontMatter matter) {
      var fields = new LinkedHashMap<String, @Nullable Object>();
      fields.put("subject", matter.subject());
      fields.put("category", matter.category());
      fields.put("preview", matter.preview());
      fields.put("from", matter.from());
      var props = new LinkedHashMap<String, Object>();
      matter
          .props()
          .forEach(
              (name, prop) ->
                  props.put(name, Map.of("type", prop.type().wire(), "required", prop.required())));
      fields.put("props", props);
      return fields;
    }
  }
}
