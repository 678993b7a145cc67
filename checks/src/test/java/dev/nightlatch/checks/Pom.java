package dev.nightlatch.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// What a `pom.xml` itself says; nothing is inherited or resolved.
///
/// @param modules the folders that it lists
/// @param dependencies what it declares, without what it only manages
record Pom(List<String> modules, List<Dependency> dependencies) {

  /// One declared dependency; without a scope it is `compile`.
  record Dependency(String group, String artifact, String scope) {
    boolean isTest() {
      return scope.equals("test");
    }
  }

  Pom {
    modules = List.copyOf(modules);
    dependencies = List.copyOf(dependencies);
  }

  static Pom read(Path file) {
    try {
      Element project =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement();
      return new Pom(
          children(project, "modules")
              .flatMap(modules -> children(modules, "module"))
              .map(module -> module.getTextContent().strip())
              .toList(),
          children(project, "dependencies")
              .flatMap(dependencies -> children(dependencies, "dependency"))
              .map(Pom::dependency)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException(file + " is no pom", e);
    }
  }

  private static Dependency dependency(Element element) {
    return new Dependency(
        text(element, "groupId", ""),
        text(element, "artifactId", ""),
        text(element, "scope", "compile"));
  }

  private static String text(Element parent, String name, String otherwise) {
    return children(parent, name)
        .map(child -> child.getTextContent().strip())
        .findFirst()
        .orElse(otherwise);
  }

  private static Stream<Element> children(Element parent, String name) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(parent.getChildNodes()::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name));
  }
}
