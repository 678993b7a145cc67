# Sourced by mvnw, nightlatch and the scripts in dev/: finds a JDK 25.

# Prints the home of a JDK 25: JAVA_HOME if it is one, else the java on the PATH, else the usual
# system folders of Linux and macOS. Says what to install and returns 1 where there is none.
nightlatch_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && nightlatch_is_jdk_25 "$JAVA_HOME"; then
    (CDPATH='' cd -- "$JAVA_HOME" && pwd -P)
    return 0
  fi
  nightlatch_old_ifs=$IFS
  IFS=:
  for nightlatch_folder in $PATH; do
    if [ -x "${nightlatch_folder:-.}/javac" ]; then
      nightlatch_home=$(nightlatch_home_of "${nightlatch_folder:-.}/javac")
      if nightlatch_is_jdk_25 "$nightlatch_home"; then
        IFS=$nightlatch_old_ifs
        printf '%s\n' "$nightlatch_home"
        return 0
      fi
    fi
  done
  IFS=$nightlatch_old_ifs
  for nightlatch_home in \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    if nightlatch_is_jdk_25 "$nightlatch_home"; then
      printf '%s\n' "$nightlatch_home"
      return 0
    fi
  done
  echo "Nightlatch needs a JDK 25 and found none in JAVA_HOME, on the PATH or in the usual folders; install one (for instance Eclipse Temurin 25) or set JAVA_HOME." >&2
  return 1
}

# A JDK says its version in the file `release`; reading it costs nothing, starting a program does.
nightlatch_is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r nightlatch_line; do
    case $nightlatch_line in
      'JAVA_VERSION="25'[.\".-]*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

# The home of the JDK that a javac belongs to, through links such as /usr/bin/javac.
nightlatch_home_of() {
  nightlatch_file=$1
  while [ -L "$nightlatch_file" ]; do
    nightlatch_target=$(readlink "$nightlatch_file")
    case $nightlatch_target in
      /*) nightlatch_file=$nightlatch_target ;;
      *) nightlatch_file=$(dirname -- "$nightlatch_file")/$nightlatch_target ;;
    esac
  done
  (CDPATH='' cd -- "$(dirname -- "$nightlatch_file")/.." && pwd -P)
}
