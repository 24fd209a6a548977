import { type CSSVariablesResolver, createTheme } from '@mantine/core';

const FONT = "'Inter Variable', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif";

/** Mantine in the house's clothes: greys, one deep green, small type, hairlines, no shadows but on overlays. */
export const theme = createTheme({
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  primaryColor: 'grain',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  colors: {
    grain: [
      '#eef6f1',
      '#dcebe2',
      '#b7d6c4',
      '#8fbfa5',
      '#6cc596',
      '#509a74',
      '#277a50',
      '#1d6b45',
      '#155436',
      '#0d3d27',
    ],
    gray: [
      '#f7f8f7',
      '#f1f3f2',
      '#e4e7e5',
      '#d4d8d5',
      '#c2c7c4',
      '#8b938f',
      '#5a625e',
      '#4c5350',
      '#363b38',
      '#1b1f1d',
    ],
    dark: [
      '#e6e9e7',
      '#c0c6c2',
      '#a0a8a3',
      '#7f8883',
      '#353a37',
      '#272b29',
      '#1c1f1d',
      '#141615',
      '#0f1110',
      '#0a0b0b',
    ],
  },
  components: {
    Button: { defaultProps: { size: 'xs', fw: 600 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { shadow: 'md' } } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { withArrow: false, openDelay: 250, multiline: true, maw: 320, fz: 'xs' } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'md',
        styles: { title: { fontSize: '16px', lineHeight: '24px', fontWeight: 600 } },
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Drawer: {
      defaultProps: { styles: { title: { fontSize: '16px', lineHeight: '24px', fontWeight: 600 } } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
  },
});

/** Mantine's own variables follow the tokens, so that its components and ours agree in both schemes. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-placeholder': 'var(--ink-2)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--loss)',
    '--mantine-color-anchor': 'var(--accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
