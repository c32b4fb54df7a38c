/** Completion scripts, from the definitions alone: nothing has to be asked of `flow` while somebody types. */
import { assertNever } from "../shared/assert-never.ts";
import type { CommandDefinition } from "./command.ts";

export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

export function completionScript(shell: Shell, commands: readonly CommandDefinition[]): string {
  switch (shell) {
    case "bash":
      return bashScript(commands);
    case "zsh":
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
    case "fish":
      return fishScript(commands);
    default:
      return assertNever(shell);
  }
}

function bashScript(commands: readonly CommandDefinition[]): string {
  const choices = commands.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([long, option]) =>
      option.choices === undefined
        ? []
        : [`    ${name}:--${long}) words="${option.choices.join(" ")}" ;;`],
    ),
  );
  const options = commands.map(
    ({ name, options: declared }) =>
      `    ${name}:-*) words="${optionNames(declared).join(" ")}" ;;`,
  );
  return `_flow() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="\${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} help --help --version" -- "$current"))
    return
  fi
  case "$command:$previous" in
${choices.join("\n")}
  esac
  if [ -z "$words" ]; then
    case "$command:$current" in
${options.join("\n")}
    esac
  fi
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _flow flow
`;
}

function fishScript(commands: readonly CommandDefinition[]): string {
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c flow -f -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ...Object.entries(options).map(([long, option]) => {
      const short = option.short === undefined ? "" : ` -s ${option.short}`;
      const value =
        option.choices !== undefined
          ? ` -x -a ${quote(option.choices.join(" "))}`
          : option.value !== undefined
            ? " -r"
            : "";
      const when = quote(`__fish_seen_subcommand_from ${name}`);
      return `complete -c flow -n ${when} -l ${long}${short}${value} -d ${quote(option.summary)}`;
    }),
  ]);
  return `${lines.join("\n")}\n`;
}

function optionNames(options: CommandDefinition["options"]): readonly string[] {
  return [...Object.keys(options), "help"].map((long) => `--${long}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
