/** The shells that completion is there for. */
export type Shell = "bash" | "zsh" | "fish";

/**
 * A script for each shell. It asks the command itself what fits: `tributary __complete <words>` prints a word and its description,
 * with a tab between them, on each line. Where nothing fits, the shell completes the names of files.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `_tributary() {
  local IFS=$'\\n'
  COMPREPLY=($(tributary __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
}
complete -o default -F _tributary tributary
`,
  zsh: `#compdef tributary
_tributary() {
  local -a found
  found=("\${(@f)$(tributary __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then
    found=("\${(@)found//:/\\\\:}")
    found=("\${(@)found/$'\\t'/:}")
    _describe tributary found
  else
    _files
  fi
}
compdef _tributary tributary
`,
  fish: `complete -c tributary -f -a '(tributary __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
complete -c tributary -n '__fish_seen_subcommand_from export verify send invoke' -F
`,
};
