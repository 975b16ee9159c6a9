# Shared by ./run, ./test, ./bench and ./linchpin. Sets: root (by the caller), app_dll.
app_dll="$root/.run/Linchpin.dll"
# The same data folder wherever the script is called from.
export Data__Directory="${Data__Directory:-$root/data}"

# How a server runs: a page is about a megabyte of words that live for milliseconds, and the runtime's budget for such follows the processor's cache, which a small
# virtual machine may show as tiny. 32 MiB (hexadecimal) collect less often and keep the whole under 400 MiB.
server_settings() { export DOTNET_GCgen0size="${DOTNET_GCgen0size:-0x2000000}"; }

need_sdk() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' ||
    { echo "Linchpin needs the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0 (Debian: see 'Install' in README.md)." >&2; exit 1; }
  command -v npm >/dev/null ||
    { echo "Linchpin needs Node.js with npm to fetch its browser libraries: apt-get install nodejs npm, or https://nodejs.org." >&2; exit 1; }
}

# Builds only when a source is newer than what was built: later starts take no build at all. The application is compiled to the machine's own code ahead of time
# (ReadyToRun), which takes half a minute once and halves every start; where that compiler can't be fetched, it starts a little later.
build_app() {
  if [ -f "$app_dll" ] && [ -z "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" \
      \( -name bin -o -name obj -o -name node_modules -o -path '*/wwwroot/lib' \) -prune -o -type f -newer "$app_dll" -print -quit)" ]; then return; fi
  echo "Building Linchpin. This takes a minute or two, and only after its sources have changed ..."
  publish -p:PublishReadyToRun=true --use-current-runtime >"$root/.build.log" 2>&1 || publish >"$root/.build.log" 2>&1 || { cat "$root/.build.log" >&2; exit 1; }
  rm -rf "$root/.run" "$root/.build.log"
  mv "$root/.run.new" "$root/.run"
  touch "$app_dll"
}

# The list of locked packages is the build's, for no machine in particular.
publish() {
  rm -rf "$root/.run.new"
  dotnet publish "$root/src/Linchpin" -c Release -v quiet -nologo -o "$root/.run.new" --no-self-contained \
    -p:NuGetLockFilePath=obj/run.packages.lock.json -p:RestoreLockedMode=false "$@"
}

# need_package COMMAND-OR-PATTERN PACKAGE: remembers the package when the command, or a file of that pattern, is not there.
missing_packages=()
need_package() {
  case $1 in
    /*) compgen -G "$1" >/dev/null && return ;;
    *) command -v "$1" >/dev/null && return ;;
  esac
  missing_packages+=("$2")
}

# Installs what need_package remembered, without starting any service of it.
install_packages() {
  [ ${#missing_packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    { echo "The tests need these programs, and only apt can install them by itself: ${missing_packages[*]}." >&2; exit 1; }
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo) ||
      { echo "The tests need ${missing_packages[*]}. Run once as root: apt-get install ${missing_packages[*]}" >&2; exit 1; }
  fi

  echo "Installing ${missing_packages[*]} ..."
  local policy=/usr/sbin/policy-rc.d made=0 code=0
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | ${as_root[@]+"${as_root[@]}"} tee $policy >/dev/null
    ${as_root[@]+"${as_root[@]}"} chmod 755 $policy
    made=1
  fi
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive sh -c \
    'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' apt "${missing_packages[@]}" >"$root/.install.log" 2>&1 || code=$?
  [ $made = 0 ] || ${as_root[@]+"${as_root[@]}"} rm -f $policy
  if [ $code != 0 ]; then
    tail -n 20 "$root/.install.log" >&2
    echo "apt could not install ${missing_packages[*]} (see .install.log)." >&2
    exit 1
  fi
  rm -f "$root/.install.log"
}
