package dev.zoetrope.menagerie;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.ForwardHooks;
import dev.zoetrope.hooks.HookHandle;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The table of networks in {@code docs/NETWORKS.md}. With {@code -Dzoetrope.networks.write} it is
 * written; otherwise it must contain each network that was tried.
 */
final class NetworkTable {

  private static final Path FILE = Path.of("..", "docs", "NETWORKS.md");
  private static final boolean WRITES = System.getProperty("zoetrope.networks.write") != null;
  private static final int PASSES = 40;

  private static final String HEAD =
      """
      # Networks that were tried

      `MenagerieTest` trains each of these networks for three steps, with a recorder and without.

      - Training ends in the same bytes, except where a network draws random numbers in evaluation. The recorder notices each of those.
      - Every recorded value equals, to the last bit, what its block computes from the same inputs when it is called by itself.
      - Every block is recorded, or left out with a reason.

      "Hooked" is the time of a forward pass with a hook on every block that can have one, relative to a pass without hooks: the median of
      %d pairs that take turns. Values below 1 are noise.

      Not in the table: DJL's bidirectional recurrent blocks, which fail or crash when trained on PyTorch, recorded or not; its transposed
      convolutions and `PReLU`, which cannot be trained there; and its AlexNet, NiN, VGG and larger ResNets, which are too large to try every time.

      | network | kind | blocks | layers recorded | hooked | left out |
      |---|---|--:|--:|--:|---|
      """
          .formatted(PASSES);

  private final List<String> names = new ArrayList<>();
  private final StringBuilder rows = new StringBuilder();

  void add(Specimen specimen, Recording recording) throws IOException {
    names.add(specimen.name());
    if (WRITES) {
      rows.append(
          "| %s | %s | %d | %d | %s | %s |%n"
              .formatted(
                  specimen.name() + (specimen.draws() ? " (draws random numbers)" : ""),
                  specimen.family(),
                  BlockNode.list(specimen.network().get()).size(),
                  recording.info().layers().size(),
                  specimen.withLabels() ? "" : ratio(specimen),
                  leftOut(recording.info().leftOut())));
    }
  }

  private static String leftOut(List<LeftOut> leftOut) {
    return leftOut.stream()
        .collect(
            Collectors.groupingBy(
                LeftOut::reason,
                java.util.LinkedHashMap::new,
                Collectors.mapping(left -> "`" + left.layer() + "`", Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + ": " + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String ratio(Specimen specimen) {
    Block network = specimen.network().get();
    try (Model model = MenagerieTest.model(network)) {
      NDManager manager = model.getNDManager();
      network.initialize(manager, DataType.FLOAT32, specimen.shapes(2));
      double[] ratios = new double[PASSES];
      for (int i = -5; i < PASSES; i++) {
        double bare = time(network, specimen, manager);
        double hooked;
        try (HookHandle hooks =
            ForwardHooks.on(network)
                .select(BlockSelector.all().and(BlockSelector.reachable()))
                .observe((path, in, out) -> {})) {
          assertThat(hooks.paths()).isNotNull();
          hooked = time(network, specimen, manager);
        }
        if (i >= 0) {
          ratios[i] = hooked / bare;
        }
      }
      Arrays.sort(ratios);
      return String.format(Locale.ROOT, "%.2f", ratios[PASSES / 2]);
    }
  }

  private static double time(Block network, Specimen specimen, NDManager manager) {
    try (NDManager pass = manager.newSubManager()) {
      NDList data = specimen.data(pass, 2, 1);
      ParameterStore store = new ParameterStore(manager, false);
      long begin = System.nanoTime();
      network.forward(store, data, false);
      return System.nanoTime() - begin;
    }
  }

  void writeOrCompare() throws IOException {
    if (WRITES) {
      Files.writeString(FILE, HEAD + rows);
    } else {
      List<String> lines = Files.readAllLines(FILE);
      for (String name : names) {
        assertThat(lines).anyMatch(line -> line.startsWith("| " + name + " "));
      }
    }
  }
}
