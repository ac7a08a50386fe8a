# Installs the package that was brought. The one that it replaces is kept, if it came this way.
reserve
incoming=$packages/incoming.$extension
before=$(installed_version)
said=
if [ -f "$incoming" ]; then
  if ! install_package "$incoming" || [ -z "$(installed_version)" ]; then
    words=$said
    # As it was before: nothing, or the version that was there.
    if [ -n "$before" ] && [ -f "$packages/installed.$extension" ]; then
      install_package "$packages/installed.$extension" || :
    elif [ -z "$before" ]; then
      remove_package || :
    fi
    said=$words
    package_tool_failed
  fi
  if [ -f "$packages/installed.$extension" ] && [ "$(cat "$packages/installed.version" 2>/dev/null)" != "$(cat "$packages/incoming.version")" ]; then
    mv -f "$packages/installed.$extension" "$packages/before.$extension"
    mv -f "$packages/installed.version" "$packages/before.version"
  fi
  cp "$packages/incoming.version" "$packages/installed.version"
  mv -f "$incoming" "$packages/installed.$extension"
  rm -f "$packages/incoming.version"
elif [ "$(cat "$packages/installed.version" 2>/dev/null)" != "$version" ] || [ -z "$before" ]; then
  fail PACKAGE_DAMAGED "the package that was brought is not there any more"
fi
rm -f "$packages/rolled-back"
sync
say version "$(installed_version)"
say end install
