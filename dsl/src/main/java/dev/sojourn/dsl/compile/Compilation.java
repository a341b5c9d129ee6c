package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.EndResult;
import dev.sojourn.dsl.JourneyHandle;
import dev.sojourn.dsl.MailResult;
import dev.sojourn.dsl.StepFailed;
import dev.sojourn.dsl.WaitResult;
import dev.sojourn.dsl.definition.JourneyDefinition;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import groovy.transform.CompileStatic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.codehaus.groovy.GroovyBugError;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.classgen.VariableScopeVisitor;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.control.messages.SimpleMessage;
import org.jspecify.annotations.Nullable;

/** One compilation of one file: shape, words, types, then the top half is run to record it. */
final class Compilation {
  private final String file;
  private final String id;
  private final String source;
  private final Problems problems;
  private final TopHalfCheck topHalf;
  private final Mentions mentions = new Mentions();
  private @Nullable ModuleNode module;
  private @Nullable DigestCheck digests;
  private boolean wordsChecked;

  Compilation(String file, String id, String source) {
    this.file = file;
    this.id = id;
    this.source = source;
    this.problems = new Problems(file);
    this.topHalf = new TopHalfCheck(problems);
  }

  /** The script; throws {@link InvalidScript} with everything that is wrong. */
  Script run(String hash) {
    GroovyClassLoader loader =
        new GroovyClassLoader(Compilation.class.getClassLoader(), configuration());
    loader.setResourceLoader(name -> null);
    boolean made = false;
    try {
      JourneyRecorder recorder = record(loader);
      JourneyDefinition definition = recorder.definition(mentions.labels());
      Steps steps = new ScriptSteps(recorder.body(), loader);
      topHalf.against(definition.entry());
      if (digests != null) {
        digests.against(definition.entry(), problems);
      }
      Script script =
          new Script(
              hash,
              file,
              source,
              definition,
              steps,
              topHalf.lines(),
              mentions.places(),
              problems.warnings());
      made = true;
      return script;
    } finally {
      if (!made) {
        ScriptSteps.forget(loader);
      }
    }
  }

  private JourneyRecorder record(GroovyClassLoader loader) {
    Class<?> type = parse(loader);
    if (type == null && problems.isEmpty()) {
      problems.add(1, 1, "the file declares no journey; begin with journey('" + id + "') { … }");
    }
    if (type == null || !problems.isEmpty()) {
      throw new InvalidScript(problems.inOrder());
    }
    try {
      JourneyScript script = (JourneyScript) type.getDeclaredConstructor().newInstance();
      script.run();
      return script.recorder();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the class of '" + file + "' cannot be made", e);
    } catch (RuntimeException e) {
      String message = e.getMessage();
      int line = Script.lineOf(e).orElse(1);
      problems.add(line, topHalf.columnOf(line), message == null ? e.toString() : message);
      throw new InvalidScript(problems.inOrder());
    }
  }

  private @Nullable Class<?> parse(GroovyClassLoader loader) {
    String text = SourceHash.withoutMark(source);
    GroovyCodeSource code =
        new GroovyCodeSource(text, Script.CLASS_PREFIX + id + ".groovy", "/sojourn/journeys");
    code.setCachable(false);
    try {
      return loader.parseClass(code);
    } catch (MultipleCompilationErrorsException e) {
      wordsAfterUnknownType();
      new DiagnosticRenderer(problems).render(e.getErrorCollector());
      if (problems.isEmpty()) {
        throw new IllegalStateException("'" + file + "' could not be compiled", e);
      }
      throw new InvalidScript(problems.inOrder());
    } catch (GroovyBugError | StackOverflowError e) {
      problems.add(1, 1, "Groovy's compiler fails on this file; make it simpler: " + e);
      throw new InvalidScript(problems.inOrder());
    }
  }

  private CompilerConfiguration configuration() {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setTargetBytecode(CompilerConfiguration.JDK17);
    configuration.setScriptBaseClass(JourneyScript.class.getName());
    configuration.setDisabledGlobalASTTransformations(
        Set.of("groovy.grape.GrabAnnotationTransformation"));
    configuration.addCompilationCustomizers(
        new Stage(CompilePhase.CONVERSION, this::shape),
        imports(),
        new Stage(CompilePhase.SEMANTIC_ANALYSIS, this::words),
        new ASTTransformationCustomizer(
            Map.of("extensions", List.of(JourneyTypeRules.class.getName())), CompileStatic.class));
    return configuration;
  }

  private static ImportCustomizer imports() {
    ImportCustomizer imports = new ImportCustomizer();
    imports.addStarImports("java.time");
    Stream.of(
            StepFailed.class,
            MailResult.class,
            WaitResult.class,
            JourneyHandle.class,
            EndResult.class)
        .forEach(type -> imports.addImports(type.getName()));
    return imports;
  }

  private void shape(SourceUnit unit, ClassNode type) {
    if (module != null) {
      return;
    }
    module = unit.getAST();
    module.putNodeMetaData(Problems.class, problems);
    new ShapeCheck(problems, id).check(module);
    if (!problems.isEmpty()) {
      unit.getErrorCollector().addErrorAndContinue(new SimpleMessage("refused", unit));
    }
  }

  /** An unknown type ends Groovy's work before our words are looked at; they are said as well. */
  private void wordsAfterUnknownType() {
    if (module != null && problems.isEmpty() && !wordsChecked) {
      for (ClassNode type : module.getClasses()) {
        words(module.getContext(), type);
      }
    }
  }

  private void words(SourceUnit unit, ClassNode type) {
    wordsChecked = true;
    JourneyBody.Found found = JourneyBody.journey(type);
    if (found == null) {
      return;
    }
    ClosureExpression journey = found.block();
    new DateTransform(problems).apply(journey);
    new Rewrite(unit, problems).apply(journey);
    topHalf.check(journey, found.call());
    new WordCheck(problems, mentions, topHalf.says("key")).check(journey);
    mentions.places().forEach(this::ofItself);
    JourneyBody.Found steps = JourneyBody.steps(journey);
    if (steps != null) {
      FlowCheck.check(steps.block(), problems);
      LabelCheck.check(steps.block(), problems);
      digests = DigestCheck.of(steps.block());
      new LoopTransform().apply(steps.block());
    }
    ScopeBinding.bind(unit, journey);
    new VariableScopeVisitor(unit, true).visitClass(type);
  }

  private void ofItself(Mention mention) {
    if (mention.kind() == Mention.Kind.STARTED_JOURNEY && mention.name().equals(id)) {
      problems.add(
          mention.line(),
          mention.column(),
          "a journey cannot start itself; begin its steps anew with startOver()");
    }
  }

  /** A step of ours in Groovy's compilation. */
  private static final class Stage extends CompilationCustomizer {
    private interface Work {
      void on(SourceUnit unit, ClassNode type);
    }

    private final Work work;

    private Stage(CompilePhase phase, Work work) {
      super(phase);
      this.work = work;
    }

    @Override
    public void call(SourceUnit unit, GeneratorContext context, ClassNode type)
        throws CompilationFailedException {
      work.on(unit, type);
    }
  }
}
