import { parser } from '@lezer/javascript';

/** The parser for scripts, with JSX and types. */
export const scriptParser = parser.configure({ dialect: 'jsx ts' });
