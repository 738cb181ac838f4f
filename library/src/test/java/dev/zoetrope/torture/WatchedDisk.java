package dev.zoetrope.torture;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A directory of the real file system that reports each change to a listener before making it. The
 * listener may wait (a slow disk), throw (a broken one) or keep a journal.
 */
public final class WatchedDisk extends FileSystem {

  /** The kinds of change that are reported, with the real path. */
  public enum Change {
    CREATE_DIRECTORY,
    WRITE,
    FLUSH_FILE,
    MOVE,
    FLUSH_DIRECTORY
  }

  /** Receives each change; {@code path} is the target of a move. */
  public interface Listener {
    void before(Change change, Path path) throws IOException;
  }

  private final Listener listener;
  private final Provider provider = new Provider();

  private WatchedDisk(Listener listener) {
    this.listener = listener;
  }

  /** Returns the same path, seen through a watched disk. */
  public static Path watch(Path real, Listener listener) {
    return new WatchedPath(new WatchedDisk(listener), real.toAbsolutePath());
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    return new WatchedPath(this, Path.of(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  private static Path real(Path path) {
    return path instanceof WatchedPath watched ? watched.real : path;
  }

  private record WatchedPath(WatchedDisk disk, Path real) implements Path {

    private Path of(Path other) {
      return other == null ? null : new WatchedPath(disk, other);
    }

    @Override
    public FileSystem getFileSystem() {
      return disk;
    }

    @Override
    public boolean isAbsolute() {
      return real.isAbsolute();
    }

    @Override
    public Path getRoot() {
      return of(real.getRoot());
    }

    @Override
    public Path getFileName() {
      return of(real.getFileName());
    }

    @Override
    public Path getParent() {
      return of(real.getParent());
    }

    @Override
    public int getNameCount() {
      return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
      return of(real.getName(index));
    }

    @Override
    public Path subpath(int begin, int end) {
      return of(real.subpath(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
      return real.startsWith(WatchedDisk.real(other));
    }

    @Override
    public boolean endsWith(Path other) {
      return real.endsWith(WatchedDisk.real(other));
    }

    @Override
    public Path normalize() {
      return of(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
      return of(real.resolve(WatchedDisk.real(other)));
    }

    @Override
    public Path relativize(Path other) {
      return of(real.relativize(WatchedDisk.real(other)));
    }

    @Override
    public URI toUri() {
      return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
      return of(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
      return of(real.toRealPath(options));
    }

    @Override
    public WatchKey register(
        WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
      return real.compareTo(WatchedDisk.real(other));
    }

    @Override
    public String toString() {
      return real.toString();
    }
  }

  private final class Provider extends FileSystemProvider {

    @Override
    public String getScheme() {
      return "watched";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      Path file = real(path);
      boolean write = options.contains(StandardOpenOption.WRITE);
      if (write) {
        listener.before(Change.WRITE, file);
      }
      FileChannel channel = FileChannel.open(file, options, attributes);
      return new WatchedChannel(
          channel, () -> listener.before(write ? Change.FLUSH_FILE : Change.FLUSH_DIRECTORY, file));
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return Files.newByteChannel(real(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
      List<Path> entries = new ArrayList<>();
      try (DirectoryStream<Path> real = Files.newDirectoryStream(real(directory))) {
        real.forEach(entry -> entries.add(new WatchedPath(WatchedDisk.this, entry)));
      }
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          return entries.iterator();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
      if (!Files.exists(real(directory))) {
        listener.before(Change.CREATE_DIRECTORY, real(directory));
      }
      Files.createDirectory(real(directory), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
      Files.delete(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
      listener.before(Change.MOVE, real(target));
      Files.move(real(source), real(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      return Files.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) {
      return false;
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      real(path).getFileSystem().provider().checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return Files.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return Files.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return Files.readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) {
      throw new UnsupportedOperationException();
    }
  }
}
