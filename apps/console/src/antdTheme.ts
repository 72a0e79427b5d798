import { type ThemeConfig, theme } from 'antd'

// antd computes hovers and borders from these, so it needs the values of tokens.css, not the variables.
const lightToken: ThemeConfig['token'] = {
  colorPrimary: '#2A4BD0',
  colorInfo: '#2A4BD0',
  colorLink: '#2A4BD0',
  colorSuccess: '#0B7245',
  colorWarning: '#8A5600',
  colorError: '#C02B2B',
  colorText: '#141821',
  colorTextSecondary: '#474F60',
  colorTextTertiary: '#646C7E',
  colorTextQuaternary: '#8B93A3',
  colorTextPlaceholder: '#646C7E',
  colorBgLayout: '#F5F6F8',
  colorBorder: '#D5D9E1',
  colorBorderSecondary: '#E2E5EB',
  borderRadius: 7,
  borderRadiusLG: 10,
  borderRadiusSM: 5,
  controlHeight: 32,
  controlHeightSM: 28,
  controlHeightLG: 40,
  fontSize: 14,
  fontFamily: 'var(--font)',
  motionDurationMid: '0.16s',
}

const tableShape = { headerSplitColor: 'transparent', cellFontSize: 13, cellPaddingBlock: 11, cellPaddingInline: 10 }
const button = { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' }

export const lightTheme: ThemeConfig = {
  // Computed ones are too pale for the words of a button under the pointer.
  token: { ...lightToken, colorPrimaryHover: '#3A5BE0', colorPrimaryActive: '#1E39A8' },
  components: {
    Table: {
      ...tableShape,
      headerBg: '#FAFBFC',
      headerColor: '#646C7E',
      rowHoverBg: '#F7F9FF',
      rowSelectedBg: '#EDF1FE',
      rowSelectedHoverBg: '#EDF1FE',
      borderColor: '#EEF0F4',
    },
    Button: button,
    Segmented: { trackBg: '#EDEFF3' },
    Tabs: { horizontalItemGutter: 22, titleFontSize: 14, itemSelectedColor: '#141821' },
  },
}

export const darkTheme: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...lightToken,
    colorPrimary: '#4562E6',
    colorInfo: '#8FA6FF',
    colorLink: '#8FA6FF',
    colorSuccess: '#4CC38A',
    colorWarning: '#E9B44C',
    colorError: '#FF8078',
    colorText: '#E8EBF1',
    colorTextSecondary: '#B3BAC8',
    colorTextTertiary: '#8E97A8',
    colorTextQuaternary: '#666F80',
    colorTextPlaceholder: '#8E97A8',
    colorBgBase: '#0E1116',
    colorBgLayout: '#0E1116',
    colorBgContainer: '#161A21',
    colorBgElevated: '#1D222B',
    colorBorder: '#3A4250',
    colorBorderSecondary: '#2B313C',
  },
  components: {
    Table: {
      ...tableShape,
      headerBg: '#1A1F27',
      headerColor: '#8E97A8',
      borderColor: '#232933',
      rowHoverBg: '#1D222B',
      rowSelectedBg: '#1C2547',
      rowSelectedHoverBg: '#1C2547',
    },
    Button: { ...button, defaultHoverColor: '#8FA6FF', defaultHoverBorderColor: '#8FA6FF' },
    Segmented: { trackBg: '#0E1116', itemSelectedBg: '#2B313C' },
    // The fill colour is too dark as text on dark ground.
    Tabs: { horizontalItemGutter: 22, titleFontSize: 14, itemSelectedColor: '#E8EBF1', inkBarColor: '#8FA6FF' },
  },
}
