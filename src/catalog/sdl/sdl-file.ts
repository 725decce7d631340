/** The text of one file of schema/, under the name that messages give it. */
export interface SdlFile {
  readonly name: string;
  readonly text: string;
}
