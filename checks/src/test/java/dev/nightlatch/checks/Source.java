package dev.nightlatch.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// What a Java source says, as far as its text and not its meaning tells.
///
/// @param path where it lies
/// @param packageName of its package; empty for a module's declaration
/// @param isNullMarked whether it declares a package or a module, marked with `@NullMarked`
/// @param isPackageDocumented whether it declares a package with a doc comment
/// @param undocumented the public types without a doc comment, each as `line: name`
/// @param unexplained the suppressions without a comment behind them, each as `line: text`
record Source(
    Path path,
    String packageName,
    boolean isNullMarked,
    boolean isPackageDocumented,
    List<String> undocumented,
    List<String> unexplained) {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, Locale.ROOT, UTF_8);

  Source {
    undocumented = List.copyOf(undocumented);
    unexplained = List.copyOf(unexplained);
  }

  /// Reads all of these at once, in their order.
  static List<Source> read(List<Path> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    JavacTask task =
        (JavacTask)
            COMPILER.getTask(
                null,
                FILES,
                _ -> {},
                List.of("-proc:none"),
                null,
                FILES.getJavaFileObjectsFromPaths(paths));
    List<Source> sources = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        String text = unit.getSourceFile().getCharContent(true).toString();
        Reader reader = new Reader(DocTrees.instance(task), unit, text);
        reader.scan(unit, null);
        sources.add(
            new Source(
                Path.of(unit.getSourceFile().toUri()),
                unit.getPackageName() == null ? "" : unit.getPackageName().toString(),
                reader.isNullMarked,
                reader.isPackageDocumented,
                reader.undocumented,
                reader.unexplained));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  String fileName() {
    return String.valueOf(path.getFileName());
  }

  private static final class Reader extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final String text;
    private final List<String> undocumented = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private boolean isNullMarked;
    private boolean isPackageDocumented;

    Reader(DocTrees trees, CompilationUnitTree unit, String text) {
      this.trees = trees;
      this.unit = unit;
      this.text = text;
    }

    @Override
    public Void visitPackage(PackageTree tree, Void nothing) {
      isNullMarked |= isNullMarked(tree.getAnnotations());
      isPackageDocumented =
          trees.getDocComment(new TreePath(getCurrentPath(), tree)) != null
              || trees.getDocComment(getCurrentPath()) != null;
      return super.visitPackage(tree, null);
    }

    @Override
    public Void visitModule(ModuleTree tree, Void nothing) {
      isNullMarked |= isNullMarked(tree.getAnnotations());
      return super.visitModule(tree, null);
    }

    private static boolean isNullMarked(List<? extends AnnotationTree> annotations) {
      return annotations.stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("NullMarked"));
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      if (tree.getModifiers().getFlags().contains(Modifier.PUBLIC)
          && trees.getDocComment(getCurrentPath()) == null) {
        undocumented.add(line(tree) + ": " + tree.getSimpleName());
      }
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitAnnotation(AnnotationTree tree, Void nothing) {
      if (tree.getAnnotationType().toString().equals("SuppressWarnings")) {
        int end = Math.toIntExact(trees.getSourcePositions().getEndPosition(unit, tree));
        String behind = text.substring(end).lines().findFirst().orElse("").strip();
        if (!behind.matches("//\\s*\\S.*")) {
          unexplained.add(line(tree) + ": " + tree);
        }
      }
      return super.visitAnnotation(tree, null);
    }

    private long line(Tree tree) {
      return unit.getLineMap()
          .getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
    }
  }
}
